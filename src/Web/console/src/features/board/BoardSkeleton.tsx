import { useTranslation } from 'react-i18next';
import css from './BoardSkeleton.module.css';

const ROWS = [1, 2, 3, 4, 5, 6];

/** Only for the first paint; afterwards old figures stay until new ones come. */
export function BoardSkeleton() {
  const { t } = useTranslation();
  return (
    <main className={css.board} aria-busy="true" aria-label={t('loading')}>
      {[1, 2, 3].map((pane) => (
        <div key={pane} className={css.pane} aria-hidden="true">
          {ROWS.map((row) => <i key={row} className={css.bar} />)}
        </div>
      ))}
    </main>
  );
}
