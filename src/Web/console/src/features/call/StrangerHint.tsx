import { useTranslation } from 'react-i18next';
import type { CallCard } from '../../api';
import { phone } from '../../format';
import { farNumber } from '../board/boardState';
import css from './StrangerHint.module.css';

/** The number is in no account: say so, and where to find the flat. */
export function StrangerHint({ card }: { card: CallCard }) {
  const { t } = useTranslation();
  return (
    <p className={css.hint}>
      <b>{t('call.notFound', { phone: phone(farNumber(card)) })}</b> {t('call.notFoundHint')}
    </p>
  );
}
