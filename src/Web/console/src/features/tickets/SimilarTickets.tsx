import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CallCard } from '../../api';
import { serverNow } from '../../clock';
import { shortDate } from '../../format';
import field from '../../ui/Field.module.css';
import { classify } from './classify';
import css from './SimilarTickets.module.css';

/** Open tickets of the same house that sound like this one: perhaps somebody is on the way already. */
export function SimilarTickets({ card, category, text }: {
  card: CallCard | null; category: string | null; text: string;
}) {
  const { t } = useTranslation();
  if (card === null || category === null || text === '') {
    return null;
  }
  const similar = card.openTickets
    .filter((ticket) => classify(ticket.text).some((guess) => guess.category === category));
  if (similar.length === 0) {
    return null;
  }
  return (
    <section aria-label={t('ticket.similar')}>
      <span className={field.label}>{t('ticket.similar')}</span>
      <ul className={css.list}>
        {similar.map((ticket) => (
          <li key={ticket.id}>
            <Link className={css.row} to="/tickets/$id" params={{ id: ticket.id }}>
              {[`№ ${ticket.number}`, ticket.address, ticket.text, shortDate(ticket.openedAt, serverNow())]
                .filter((part) => part !== null).join(' · ')}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
