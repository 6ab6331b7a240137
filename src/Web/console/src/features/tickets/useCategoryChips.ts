import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Chip } from '../../ui/ChipRow';
import { CATEGORIES, classify } from './classify';
import { MORE } from './more';

const OFFERED = 3;

/** The kinds of work offered for a text: guesses first, then the chosen one, then a door to all of them. */
export function useCategoryChips(text: string, chosen: string | null) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const guesses = useMemo(() => classify(text), [text]);
  const value = chosen ?? guesses[0]?.category ?? null;
  const shown = useMemo<Chip<string>[]>(() => {
    const likely = [...new Set([...guesses.map((each) => each.category), ...CATEGORIES])];
    const codes: string[] = all ? [...CATEGORIES] : likely.slice(0, OFFERED);
    if (chosen !== null && !codes.includes(chosen)) {
      codes.push(chosen);
    }
    const chips = codes.map((code) => ({ value: code, label: t(`category.${code}`, { defaultValue: code }) }));
    return all ? chips : [...chips, { value: MORE, label: t('ticket.allCategories') }];
  }, [all, guesses, chosen, t]);
  return {
    shown, value, guessed: chosen === null && guesses.length > 0, showAll: () => setAll(true),
    urgency: guesses.find((each) => each.category === value)?.priority ?? 'normal',
  };
}
