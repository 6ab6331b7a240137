import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKey } from '../../keys';
import { useShell } from '../../shell';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import page from '../../ui/Page.module.css';
import type { Line } from './api';
import { LineDialog } from './LineDialog';
import { LineRow } from './LineRow';
import css from './Lines.module.css';
import { LineTestDialog } from './LineTestDialog';
import { useLines } from './useLines';

const COLUMNS = ['name', 'state', 'busy', 'server', 'number', 'lastCall', 'acts'] as const;

/** «Линии»: the operators we are connected to, how each of them is, and what to do when one is not well. */
export function LinesPage() {
  const { t } = useTranslation();
  const query = useLines();
  const mayAdd = useShell().session.role === 'admin';
  const [edited, setEdited] = useState<Line | 'new' | null>(null);
  const [tested, setTested] = useState<Line | null>(null);
  const rows = query.data ?? [];
  useKey('Alt+KeyE', () => setEdited('new'), { enabled: mayAdd && edited === null && tested === null });
  const add = mayAdd && (
    <Button tone="primary" keys="Alt E" onClick={() => setEdited('new')}>
      <IconPlus size={16} aria-hidden="true" /> {t('lines.add')}
    </Button>
  );
  return (
    <main className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>{t('lines.title')}</h1>
        <div className={page.actions}>{rows.length > 0 && add}</div>
      </div>
      {query.isError && (
        <div className={page.bar}><Failure error={query.error} onAgain={() => void query.refetch()} /></div>
      )}
      {query.isPending && <Empty title={t('loading')} />}
      {query.isSuccess && rows.length === 0 && (
        <Empty title={t('lines.none')} hint={t('lines.noneHint')}>{add}</Empty>
      )}
      {rows.length > 0 && (
        <div className={css.scroll} tabIndex={0} role="region" aria-label={t('lines.title')}>
          <table className={css.table}>
            <thead>
              <tr>{COLUMNS.map((column) => <th key={column} scope="col">{t(`lines.column.${column}`)}</th>)}</tr>
            </thead>
            <tbody>
              {rows.map((line) => (
                <LineRow key={line.settings.code} line={line}
                  onEdit={() => setEdited(line)} onTest={() => setTested(line)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {edited !== null && <LineDialog line={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
      {tested !== null && <LineTestDialog line={tested} onClose={() => setTested(null)} />}
    </main>
  );
}
