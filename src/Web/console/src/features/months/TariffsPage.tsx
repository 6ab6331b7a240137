import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../clock';
import { currencySign, day, decimal } from '../../format';
import { useShell } from '../../shell';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import page from '../../ui/Page.module.css';
import { Pill } from '../../ui/Pill';
import { VirtualTable, type Column } from '../../ui/VirtualTable';
import { useRights } from '../board/rights';
import type { Tariff } from './api';
import { ageOf, monthOf, sorted } from './calendar';
import { MonthsHead } from './MonthsHead';
import css from './MonthsPage.module.css';
import { TariffForm } from './TariffForm';
import { useTariffs } from './useMonths';

/** Every price with the days it counts; a new one ends the one before it. */
export function TariffsPage() {
  const { t } = useTranslation();
  const { session } = useShell();
  const { changesMoney } = useRights();
  const { service } = useSearch({ from: '/frame/months/tariffs' });
  const [organisation, setOrganisation] = useState(session.organisations[0]?.code ?? '');
  const query = useTariffs(organisation);
  const rows = sorted(query.data ?? []);
  const currency = session.organisations.find((each) => each.code === organisation)?.currency ?? '';
  const columns = useColumns(currency);
  return (
    <main className={page.page}>
      <MonthsHead organisation={organisation} onOrganisation={setOrganisation} />
      {query.isError && (
        <div className={page.bar}><Failure error={query.error} onAgain={() => void query.refetch()} /></div>
      )}
      {query.isPending && <Empty title={t('loading')} />}
      {query.isSuccess && (
        <div className={changesMoney ? css.columns : page.page}>
          {rows.length === 0 ? <Empty title={t('tariffs.none')} hint={t('tariffs.noneHint')} /> : (
            <VirtualTable label={t('months.tariffs')} columns={columns} rows={rows} keyOf={(row) => row.id}
              minWidth={640} />
          )}
          {changesMoney && (
            <TariffForm key={organisation} organisation={organisation} currency={currency} service={service ?? null} />
          )}
        </div>
      )}
    </main>
  );
}

function useColumns(currency: string): Column<Tariff>[] {
  const { t } = useTranslation();
  const now = serverNow();
  const today = `${monthOf(now)}-${String(new Date(now).getDate()).padStart(2, '0')}`;
  return [
    {
      key: 'service', title: t('posting.service'), width: 'minmax(130px, 1fr)',
      cell: (row) => <b>{t(`service.${row.service}`, { defaultValue: row.service })}</b>,
    },
    {
      key: 'price', title: t('tariffs.price'), width: '150px', right: true,
      cell: (row) => `${decimal(row.price)} ${currencySign(currency)} / ${
        t(`unit.${row.unit}`, { defaultValue: row.unit })}`,
    },
    { key: 'from', title: t('tariffs.from'), width: '92px', cell: (row) => day(row.validFrom) },
    {
      key: 'to', title: t('tariffs.to'), width: '92px',
      cell: (row) => <span className={page.quiet}>{row.validTo === null ? '—' : day(row.validTo)}</span>,
    },
    {
      key: 'age', title: t('registers.state'), width: '110px',
      cell: (row) => {
        const age = ageOf(row, today);
        return <Pill tone={age === 'current' ? 'ok' : age === 'future' ? 'info' : 'plain'}>{t(`tariffs.${age}`)}</Pill>;
      },
    },
    {
      key: 'basis', title: t('tariffs.basis'), width: 'minmax(120px, 1.2fr)',
      cell: (row) => <span className={page.quiet} title={row.basis}>{row.basis}</span>,
    },
  ];
}
