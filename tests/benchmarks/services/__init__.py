"""Services to compare with: the same FastAPI and uvicorn around other converters."""
