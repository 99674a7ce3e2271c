// How a page can be looked at: size, theme, language. A look is named by all three: `390-dark-en`.

export const SIZES = {
  1440: { width: 1440, height: 900 },
  820: { width: 820, height: 1180 },
  390: { width: 390, height: 844 },
};
export const THEMES = ["light", "dark"];
export const LOCALES = { de: "de-DE", en: "en-GB" };

export function lookOf(name) {
  const [width, theme, lang] = name.split("-");
  const size = SIZES[width];
  if (!size || !THEMES.includes(theme) || !LOCALES[lang]) throw new Error(`no look: ${name} (as in 390-dark-en)`);
  return { name, size, theme, lang };
}

/** What a browser context must be told to look so. */
export function contextOptions({ size, theme, lang }) {
  return {
    viewport: size,
    colorScheme: theme,
    locale: LOCALES[lang],
    timezoneId: "Europe/Berlin",
    // Animations end at once, so that a picture or a contrast is never taken halfway.
    reducedMotion: "reduce",
    hasTouch: false,
    acceptDownloads: true,
  };
}
