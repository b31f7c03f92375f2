const KEPT_AS = 'dialer.theme';

/** The looks that there are; the first is the system's. */
export const THEMES = ['auto', 'light', 'dark'];

export function theme() {
  const kept = localStorage.getItem(KEPT_AS);
  return THEMES.includes(kept) ? kept : 'auto';
}

export function useTheme(chosen) {
  localStorage.setItem(KEPT_AS, chosen);
  document.documentElement.dataset.theme = chosen;
}

/** A colour of the page as a canvas needs it: what a variable of the style sheet is now. */
export function colour(name) {
  const probe = document.createElement('span');
  probe.className = `colour-${name}`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/** As colour, looked up once for each theme: for what is drawn many times a second. */
export function colours(...names) {
  return Object.fromEntries(names.map(name => [name, colour(name)]));
}

/** Calls a listener when the colours have changed; returns what ends that. */
export function whenThemeChanges(listener) {
  const media = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(listener);
  media.addEventListener('change', listener);
  observer.observe(document.documentElement, {attributeFilter: ['data-theme']});
  return () => {
    media.removeEventListener('change', listener);
    observer.disconnect();
  };
}
