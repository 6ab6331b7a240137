import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKey } from '../../keys';
import { useShell } from '../../shell';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import page from '../../ui/Page.module.css';
import { Pill } from '../../ui/Pill';
import { VirtualTable, type Column } from '../../ui/VirtualTable';
import type { DeskPhone } from './api';
import { NewPhone } from './NewPhone';
import { PhonePane } from './PhonePane';
import { STATE_TONES, stateOf, toneOf } from './phones';
import css from './Phones.module.css';
import { RightsForm } from './RightsForm';
import { usePhones } from './usePhones';

/** «Телефоны»: whose they are, where they are registered, how the last call sounded. */
export function PhonesPage() {
  const { t } = useTranslation();
  const manages = useShell().session.role === 'admin';
  const query = usePhones();
  const rows = query.data ?? [];
  const [open, setOpen] = useState<string | null>(null);
  const columns = useColumns();
  const chosen = rows.find((row) => row.extension === open);
  const begin = () => setOpen('new');
  useKey('Alt+KeyE', begin, { enabled: manages });
  return (
    <main className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>{t('phones.title')}</h1>
        {query.isSuccess && (
          <span className={page.quiet}>
            {t('phones.count', { here: rows.filter((row) => row.registered).length, all: rows.length })}
          </span>
        )}
        {manages && (
          <div className={page.actions}>
            <Button onClick={() => setOpen('rights')}>{t('phones.rights')}</Button>
            <Button tone="primary" keys="Alt E" onClick={begin}>
              <IconPlus size={16} aria-hidden="true" /> {t('phones.add')}
            </Button>
          </div>
        )}
      </div>
      {query.isError && (
        <div className={page.bar}><Failure error={query.error} onAgain={() => void query.refetch()} /></div>
      )}
      {query.isPending && <Empty title={t('loading')} />}
      {query.isSuccess && (
        <div className={css.columns}>
          {rows.length === 0 ? <Empty title={t('phones.none')} hint={t('phones.noneHint')} /> : (
            <VirtualTable label={t('phones.title')} columns={columns} rows={rows} keyOf={(row) => row.extension}
              current={open} minWidth={700} onOpen={(row) => setOpen(row.extension)} />
          )}
          <aside className={css.pane} aria-label={t('phones.details')}>
            {open === 'new' && <NewPhone phones={rows} onAdded={setOpen} />}
            {open === 'rights' && <RightsForm />}
            {chosen !== undefined && (
              <PhonePane key={chosen.extension} phone={chosen} manages={manages} onRemoved={() => setOpen(null)} />
            )}
            {open === null && <Empty title={t('phones.choose')} hint={t('phones.chooseHint')} />}
          </aside>
        </div>
      )}
    </main>
  );
}

function useColumns(): Column<DeskPhone>[] {
  const { t } = useTranslation();
  return [
    { key: 'number', title: t('phones.number'), width: '72px', cell: (row) => <b>{row.extension}</b> },
    {
      key: 'state', title: t('phones.state'), width: '132px',
      cell: (row) => {
        const state = stateOf(row);
        return <Pill tone={STATE_TONES[state]}>{t(`phones.is.${state}`)}</Pill>;
      },
    },
    {
      key: 'owner', title: t('phones.owner'), width: 'minmax(120px, 1fr)',
      cell: (row) => row.user ?? (row.label === '' ? '—' : row.label),
    },
    {
      key: 'model', title: t('phones.model'), width: 'minmax(110px, 1fr)',
      cell: (row) => <span className={page.quiet} title={row.places[0]?.model}>{row.places[0]?.model ?? ''}</span>,
    },
    {
      key: 'address', title: t('phones.address'), width: '150px',
      cell: (row) => <span className={page.quiet}>{row.places[0]?.address ?? ''}</span>,
    },
    {
      key: 'sound', title: t('phones.lastCall'), width: '104px',
      cell: (row) => row.lastCall !== null && (
        <Pill tone={toneOf(row.lastCall)}>
          {row.lastCall.isOneWay ? t('phones.oneWay') : `MOS ${String(row.lastCall.mos).replace('.', ',')}`}
        </Pill>
      ),
    },
  ];
}
