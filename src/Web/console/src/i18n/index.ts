import i18next from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import ru from '../locales/ru.json';

export const LANGUAGES = [
  { code: 'ru', name: 'Русский' },
  { code: 'uk', name: 'Українська' },
  { code: 'en', name: 'English' },
] as const;

export type LanguageCode = (typeof LANGUAGES)[number]['code'];

const KEPT = 'zhkh.language';

async function load(code: LanguageCode): Promise<void> {
  if (i18next.hasResourceBundle(code, 'translation')) {
    return;
  }
  const texts = code === 'uk' ? await import('../locales/uk.json') : await import('../locales/en.json');
  i18next.addResourceBundle(code, 'translation', texts.default);
}

function isLanguage(code: string | null): code is LanguageCode {
  return LANGUAGES.some((each) => each.code === code);
}

export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'ru',
    fallbackLng: 'ru',
    resources: { ru: { translation: ru } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  const kept = localStorage.getItem(KEPT);
  if (isLanguage(kept) && kept !== 'ru') {
    await changeTo(kept);
  }
}

async function changeTo(code: LanguageCode): Promise<void> {
  await load(code);
  await i18next.changeLanguage(code);
  document.documentElement.lang = code;
}

/** The language of the person's account, unless another one was chosen on this computer. */
export function offerLanguage(code: string | undefined): void {
  if (code !== undefined && isLanguage(code) && localStorage.getItem(KEPT) === null && i18next.language !== code) {
    void changeTo(code);
  }
}

export function useLanguage(): [string, (code: LanguageCode) => void] {
  const { i18n } = useTranslation();
  const change = useCallback((code: LanguageCode) => {
    localStorage.setItem(KEPT, code);
    void changeTo(code);
  }, []);
  return [i18n.language, change];
}
