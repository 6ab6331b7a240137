import en from './texts/en.json';
import ru from './texts/ru.json';
import uk from './texts/uk.json';

export type Language = 'ru' | 'uk' | 'en';
type Key = keyof typeof ru;

const TEXTS: Record<Language, Partial<Record<Key, string>>> = { ru, uk, en };
const KEPT = 'zhkh.language';

export const LANGUAGES: readonly { code: Language; name: string }[] = [
  { code: 'ru', name: 'RU' }, { code: 'uk', name: 'UK' }, { code: 'en', name: 'EN' },
];

function isLanguage(code: string | null | undefined): code is Language {
  return code === 'ru' || code === 'uk' || code === 'en';
}

/** The one chosen on this phone, else the phone's own, else Russian. */
export function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  if (isLanguage(kept)) {
    return kept;
  }
  const own = navigator.language.slice(0, 2);
  return isLanguage(own) ? own : 'ru';
}

export function keepLanguage(code: Language): void {
  localStorage.setItem(KEPT, code);
}

export type Say = (key: Key, blanks?: Record<string, string | number>) => string;

/** A small hand instead of a library: this page must open on a slow phone in a cellar. */
export function sayIn(language: Language): Say {
  const texts = TEXTS[language];
  return (key, blanks = {}) => {
    const form = typeof blanks['count'] === 'number' ? new Intl.PluralRules(language).select(blanks['count']) : null;
    const plural = form === null ? undefined : texts[`${key}_${form}` as Key];
    return (plural ?? texts[key] ?? key).replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(blanks[name] ?? ''));
  };
}

/** A text for a code that the host may have added since: the code itself when nobody knows a word for it. */
export function wordFor(say: Say, prefix: string, code: string): string {
  const key = `${prefix}.${code}`;
  return key in ru ? say(key as Key) : code;
}
