import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** «2026-10» in words: «октябрь 2026». */
export function useMonthName(): (month: string) => string {
  const { t } = useTranslation();
  return useCallback((month) => {
    const [year = '', number = ''] = month.split('-');
    return `${t(`monthName.${Number(number)}`)} ${year}`;
  }, [t]);
}
