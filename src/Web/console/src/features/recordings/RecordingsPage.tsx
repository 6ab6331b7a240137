import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import page from '../../ui/Page.module.css';
import { Tabs } from '../../ui/Tabs';
import { useRights } from '../board/rights';
import { DeletionsPane } from './DeletionsPane';
import { HoldsPane } from './HoldsPane';
import { ListPane } from './ListPane';
import css from './Recordings.module.css';
import { RetentionPane } from './RetentionPane';

type Side = 'list' | 'holds' | 'deletions' | 'retention';
const SIDES: readonly Side[] = ['list', 'holds', 'deletions', 'retention'];

/** «Записи»: what was said, what must not go, what went and by which rule, how long anything stays. */
export function RecordingsPage() {
  const { t } = useTranslation();
  const { holdsRecordings } = useRights();
  const [side, setSide] = useState<Side>('list');
  return (
    <main className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>{t('recordings.title')}</h1>
        {holdsRecordings && (
          <Tabs<Side> id="recordings" label={t('recordings.sides')} value={side} onPick={(value) => setSide(value)}
            tabs={SIDES.map((value) => ({ value, label: t(`recordings.${value}.title`) }))} />
        )}
      </div>
      {side === 'list' && (
        <div className={css.list} {...(holdsRecordings
          ? { id: 'recordings-panel', role: 'tabpanel', 'aria-labelledby': 'recordings-list' } : {})}>
          <ListPane />
        </div>
      )}
      {side === 'holds' && <HoldsPane />}
      {side === 'deletions' && <DeletionsPane />}
      {side === 'retention' && <RetentionPane />}
    </main>
  );
}
