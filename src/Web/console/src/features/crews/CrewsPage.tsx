import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { dateTime, phone } from '../../format';
import { useShell } from '../../shell';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Notice } from '../../ui/Notice';
import page from '../../ui/Page.module.css';
import { Pill } from '../../ui/Pill';
import table from '../../ui/Table.module.css';
import { AttentionList } from './AttentionList';
import { getCrews } from './crews';
import css from './Crews.module.css';

/** «Бригады»: who is on shift, what they repair, how much they have in hand, and what needs a person. */
export function CrewsPage() {
  const { t } = useTranslation();
  const { session } = useShell();
  const crews = useQuery({ queryKey: ['crews', null, null], queryFn: () => getCrews(null, null) });
  const rows = crews.data ?? [];
  return (
    <main className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>{t('crews.title')}</h1>
        {crews.isSuccess && (
          <span className={css.quiet}>
            {t('crews.onShiftCount', { count: rows.filter((row) => row.onShift).length })}
          </span>
        )}
      </div>
      {crews.isError && (
        <div className={page.bar}>
          <Notice tone="error">
            {crews.error.message}
            <Button size="small" onClick={() => void crews.refetch()}>{t('again')}</Button>
          </Notice>
        </div>
      )}
      {crews.isPending && <Empty title={t('loading')} />}
      {crews.isSuccess && rows.length === 0 && <Empty title={t('crews.none')} hint={t('crews.noneHint')} />}
      {rows.length > 0 && (
        <div className={css.columns}>
          <div className={css.scroll} tabIndex={0} role="region" aria-label={t('crews.title')}>
            <table className={`${table.table} ${css.table}`}>
              <thead>
                <tr>
                  {(['name', 'state', 'trades', 'phone', 'open', 'note'] as const).map((column) => (
                    <th key={column} scope="col">{t(`crews.column.${column}`)}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((crew) => (
                  <tr key={`${crew.organisation ?? ''} ${crew.code}`} data-crew={crew.code}>
                    <th scope="row">
                      {crew.name}
                      {session.organisations.length > 1 && (
                        <span className={table.small}>
                          {session.organisations.find((each) => each.code === crew.organisation)?.name}
                        </span>
                      )}
                      {crew.members !== undefined && crew.members.length > 0 && (
                        <span className={table.small}>{crew.members.join(', ')}</span>
                      )}
                    </th>
                    <td>
                      <Pill tone={crew.onShift ? 'ok' : 'plain'}>
                        {t(crew.onShift ? 'crews.onShift' : 'crews.offShift')}
                      </Pill>
                      {crew.shiftChangedAt !== undefined && (
                        <span className={table.small}>{t('crews.since', { time: dateTime(crew.shiftChangedAt) })}</span>
                      )}
                    </td>
                    <td>{crew.trades.map((trade) => t(`trade.${trade}`, { defaultValue: trade })).join(', ')}</td>
                    <td className={css.number}>
                      {phone(crew.phone)}
                      <span className={table.small}>
                        {t(crew.hasSmartphone ? 'crews.smartphone' : 'crews.noSmartphone')}
                      </span>
                    </td>
                    <td className={css.number}>{crew.openTickets}</td>
                    <td>{crew.note}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <AttentionList />
        </div>
      )}
    </main>
  );
}
