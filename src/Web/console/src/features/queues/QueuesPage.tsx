import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShell } from '../../shell';
import { Button } from '../../ui/Button';
import { Elapsed } from '../../ui/Clock';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import page from '../../ui/Page.module.css';
import { Pill } from '../../ui/Pill';
import { SectionHead } from '../../ui/SectionHead';
import table from '../../ui/Table.module.css';
import { AgentTable } from './AgentTable';
import { getNow, getQueues, type Queue, type QueueView } from './api';
import { AutomaticCallbacks } from './AutomaticCallbacks';
import { QueueDialog } from './QueueDialog';
import css from './Queues.module.css';
import { queueName } from './text';

/** Changes are told by the feed; this is for figures of the last hour that grow old. */
const AGAIN_MS = 60_000;
const SETTERS = new Set(['supervisor', 'admin']);

/** «Очереди и смены»: who waits and who answers at this moment, and how it is set. */
export function QueuesPage() {
  const { t } = useTranslation();
  const { session } = useShell();
  const now = useQuery({ queryKey: ['queues', 'now'], queryFn: getNow, refetchInterval: AGAIN_MS });
  const settings = useQuery({ queryKey: ['queues', 'settings'], queryFn: getQueues });
  const [edited, setEdited] = useState<Queue | 'new' | null>(null);
  const maySet = SETTERS.has(session.role);
  const failed = now.error ?? settings.error;
  return (
    <main className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>{t('queues.title')}</h1>
        <div className={page.actions}>
          {maySet && settings.isSuccess && (
            <Button tone="primary" onClick={() => setEdited('new')}>{t('queues.new')}</Button>
          )}
        </div>
      </div>
      {failed !== null && (
        <div className={page.bar}>
          <Failure error={failed} onAgain={() => { void now.refetch(); void settings.refetch(); }} />
        </div>
      )}
      {now.isPending && <Empty title={t('loading')} />}
      {now.data !== undefined && (
        <div className={css.columns} tabIndex={0} role="region" aria-label={t('queues.title')}>
          <section aria-labelledby="queues-now">
            <SectionHead id="queues-now" title={t('queues.now')}
              count={now.data.queues.reduce((all, each) => all + each.waiting, 0)} alarming />
            <LiveTable rows={now.data.queues} settings={settings.data?.queues ?? []}
              onEdit={maySet ? setEdited : null} />
            <AutomaticCallbacks maySet={maySet} />
          </section>
          <AgentTable agents={now.data.agents} skills={settings.data?.agents ?? []} maySet={maySet} />
        </div>
      )}
      {edited !== null && (
        <QueueDialog queue={edited === 'new' ? null : edited} queues={settings.data?.queues ?? []}
          onClose={() => setEdited(null)} />
      )}
    </main>
  );
}

function LiveTable({ rows, settings, onEdit }: {
  rows: readonly QueueView[]; settings: readonly Queue[]; onEdit: ((queue: Queue) => void) | null;
}) {
  const { t } = useTranslation();
  const { session } = useShell();
  const nameOf = (code: string) => session.organisations.find((each) => each.code === code)?.name ?? code;
  return (
    <table className={table.table}>
      <thead>
        <tr>
          {(['name', 'waiting', 'longest', 'estimate', 'ready', 'answered', 'abandoned', 'ledOn', 'set'] as const)
            .map((column) => <th key={column} scope="col">{t(`queues.column.${column}`)}</th>)}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const own = settings.find((each) => each.code === row.code && each.organisation === row.organisation);
          const name = queueName(t, row.code, row.name);
          return (
            <tr key={`${row.organisation} ${row.code}`} data-queue={row.code}>
              <th scope="row">
                {name}
                {row.purpose === 'emergency' && <> <Pill tone="crit">{t('queues.purpose.emergency')}</Pill></>}
                <span className={table.small}>{nameOf(row.organisation)}</span>
              </th>
              <td className={row.waiting > 0 ? css.alarm : ''}>{row.waiting}</td>
              <td>{row.longestSince === null ? '—' : <Elapsed since={row.longestSince} />}</td>
              <td>{row.waitMinutes === null ? '—' : t('queues.minutes', { count: row.waitMinutes })}</td>
              <td className={row.ready === 0 ? css.alarm : ''}>{row.ready}</td>
              <td>
                {row.hour.answered}
                <span className={table.small}>{t('queues.inTime', { count: row.hour.answeredInTime })}</span>
              </td>
              <td>{row.hour.abandoned}</td>
              <td>{row.hour.ledOn}</td>
              <td>
                {own === undefined ? '' : t(`queues.strategy.${own.settings.strategy}`)}
                <span className={table.small}>
                  {own?.settings.overflow.map((step) => (step.startsWith('queue:')
                    ? `→ ${step.slice(6)}` : t(`queues.step.${step}`))).join(', ')}
                </span>
                {own !== undefined && onEdit !== null && (
                  <Button size="small" onClick={() => onEdit(own)}
                    aria-label={`${t('queues.edit')}: ${name}`}>{t('queues.edit')}</Button>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
