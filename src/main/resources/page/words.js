import en from './words/en.js';
import zh from './words/zh.js';

const ALL = {en, zh};
const KEPT_AS = 'dialer.language';

/** The languages that there are. */
export const LANGUAGES = Object.keys(ALL);

/** The language of the page: what was chosen, else what the browser prefers. */
export let language = chosen();

function chosen() {
  const kept = localStorage.getItem(KEPT_AS);
  if (LANGUAGES.includes(kept)) {
    return kept;
  }
  const preferred = navigator.languages.map(tag => tag.slice(0, 2).toLowerCase());
  return preferred.find(tag => LANGUAGES.includes(tag)) ?? 'en';
}

/** Uses another language from now on; whoever has drawn texts draws them anew. */
export function speak(other) {
  language = other;
  localStorage.setItem(KEPT_AS, other);
  document.documentElement.lang = other;
}

/** A text in the page's language; {name} in it is replaced by a value. */
export function t(key, values = {}) {
  const text = ALL[language][key];
  if (text === undefined) {
    throw new Error(`no text for ${key} in ${language}`);
  }
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** As t, or the word itself where there is no text: for words that the agent may say and this page does not know. */
export function word(group, name) {
  return ALL[language][`${group}.${name}`] ?? name;
}
