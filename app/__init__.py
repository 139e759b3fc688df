"""The service, the command line and the web page. Imports `lut`; nothing in `lut` imports `app`."""
