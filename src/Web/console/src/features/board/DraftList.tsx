import { useTranslation } from 'react-i18next';
import { SectionHead } from '../../ui/SectionHead';
import { useDesk } from '../call/desk';
import { useDrafts } from '../tickets/drafts';
import css from './Rows.module.css';

/** Tickets begun for calls that have left the desk. Nothing typed is ever lost. */
export function DraftList() {
  const { t } = useTranslation();
  const { subject, resume } = useDesk();
  const drafts = useDrafts().filter((draft) => draft.subject !== subject);
  if (drafts.length === 0) {
    return null;
  }
  return (
    <section aria-labelledby="drafts-title">
      <SectionHead id="drafts-title" title={t('drafts.title')} count={drafts.length} />
      <ul className={css.list}>
        {drafts.map((draft) => (
          <li key={draft.subject}>
            <button type="button" className={css.row} onClick={() => resume(draft.subject)}>
              <span className={css.body}>
                <span className={css.name}>{draft.text}</span>
                <span className={css.detail}>
                  {[draft.title, draft.account?.address].filter(Boolean).join(' · ') || t('drafts.noCall')}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
