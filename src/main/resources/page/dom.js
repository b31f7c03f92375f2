/**
 * An element with its attributes and children. Attributes that begin with "on" are listeners; true and false set and leave out
 * an attribute; children that are null or false are left out, other values become text.
 */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (value === true) {
      element.setAttribute(key, '');
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, value);
    }
  }
  element.append(...present(children));
  return element;
}

/** Puts children in place of those that an element has. */
export function fill(element, ...children) {
  element.replaceChildren(...present(children));
  return element;
}

/** Sets a text only where it is another one, because each change is laid out anew. */
export function say(element, text) {
  const wanted = String(text);
  if (element.textContent !== wanted) {
    element.textContent = wanted;
  }
}

/** A bar that is filled to a part from 0 to 1. The page's policy forbids style attributes, so the width is set here. */
export function bar(part, kind = '') {
  const inner = el('span', {class: `bar-fill ${kind}`});
  inner.style.width = `${Math.max(0, Math.min(1, part || 0)) * 100}%`;
  return el('span', {class: 'bar', 'aria-hidden': 'true'}, inner);
}

function present(children) {
  return children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false);
}
