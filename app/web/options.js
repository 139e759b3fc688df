// The form as query parameters: a parameter that has its default value is left out.

const SEPARATION = ["condition", "intent", "bpc", "precision", "black", "max_ink", "brand"];
const PICTURE = ["source", "alpha", "background", "cmyk", "page"];
const COLOURS = [...SEPARATION, ...PICTURE];

// Each answer's query has only what the answer depends on: an equal query means that it is still current.
const TAKES = {
  convert: [...COLOURS, "compression", "profile", "metadata", "dpi", "print_width"],
  proof: [...COLOURS, "paper"],
  gamut: [...COLOURS, "paper", "threshold"],
  ink: [...COLOURS, "limit"],
  plate: COLOURS,
  samples: COLOURS,
  source: PICTURE,
  report: [...COLOURS, "dpi", "print_width", "threshold", "limit", "least_ppi"],
};

export function queryFor(form, errand) {
  const query = new URLSearchParams();
  for (const name of TAKES[errand]) {
    for (const value of values(form, name)) query.append(name, value);
  }
  return query;
}

// Return the browser's message about the first control whose value is invalid, or null.
export function fault(form) {
  const { dpi, print_width: width } = form.elements;
  const both = dpi.value !== "" && width.value !== "";
  width.setCustomValidity(both ? "dpi and print_width both set the resolution: fill in one of them" : "");
  let first = null;
  for (const control of form.elements) {
    const good = !control.willValidate || control.validity.valid;
    if (good) control.removeAttribute("aria-invalid");
    else control.setAttribute("aria-invalid", "true");
    if (!good) first ??= control;
  }
  return first && `${first.name}: ${first.validationMessage}`;
}

export function fillConditions(select, list) {
  const wanted = select.value;
  select.replaceChildren(
    ...list.map(({ name, title, default: own }) => new Option(title, name, own, wanted ? name === wanted : own)),
  );
}

function values(form, name) {
  const control = form.elements[name];
  if (name === "brand") return lines(control.value);
  if (name === "black") return black(form);
  if (control.type === "checkbox") return control.checked === control.defaultChecked ? [] : [control.checked ? "on" : "off"];
  const value = control.value.trim();
  return value === "" || value === usual(control) ? [] : [value];
}

function usual(control) {
  if (control.tagName !== "SELECT") return control.defaultValue;
  const own = [...control.options].find((option) => option.defaultSelected);
  return (own ?? control.options[0]).value;
}

function black(form) {
  const mode = form.elements.black.value;
  const radius = Number(form.elements.black_radius.value);
  if (mode === "rich") return [];
  return [radius > 0 ? `${mode}~${radius}` : mode];
}

function lines(text) {
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}
