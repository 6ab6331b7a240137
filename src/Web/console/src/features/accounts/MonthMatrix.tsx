import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { currencySign, month as monthText, sum } from '../../format';
import type { AccountMonth } from './api';
import { costOf, costsOf, moved, servicesOf, TOTALS, totalOf, type Place } from './matrix';
import css from './MonthMatrix.module.css';
import type { Chosen } from './MonthsPane';

interface Props {
  months: readonly AccountMonth[];
  currency: string;
  chosen: Chosen | null;
  onChoose(chosen: Chosen): void;
}

/** Months down, services across; head, first column and the sum stay in sight. Arrows walk, Enter explains. */
export function MonthMatrix({ months, currency, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  const body = useRef<HTMLTableSectionElement>(null);
  const [at, setAt] = useState<Place>({ row: 0, column: 0 });
  const services = servicesOf(months);
  // The charged total is a column as well: on it Enter explains the whole month.
  const columns = services.length + 1;
  const here = { row: Math.min(at.row, months.length - 1), column: Math.min(at.column, columns - 1) };

  const onKeyDown = (event: KeyboardEvent) => {
    const to = moved(here, event.code, event.ctrlKey, months.length, columns);
    if (to !== null && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      setAt(to);
      const cell = body.current?.querySelector<HTMLElement>(`[data-cell='${to.row}-${to.column}']`);
      cell?.focus();
    } else if (event.code === 'Enter' || event.code === 'NumpadEnter' || event.code === 'Space') {
      event.preventDefault();
      choose(here);
    }
  };
  const choose = ({ row, column }: Place) => {
    const month = months[row];
    if (month !== undefined) {
      setAt({ row, column });
      onChoose({ month: month.month, service: services[column] ?? null });
    }
  };
  const isChosen = (month: AccountMonth, service: string | null) =>
    chosen?.month === month.month && chosen.service === service;
  const cellProps = (row: number, column: number, month: AccountMonth, service: string | null) => ({
    role: 'gridcell',
    'data-cell': `${row}-${column}`,
    tabIndex: row === here.row && column === here.column ? 0 : -1,
    'aria-selected': isChosen(month, service),
    onClick: () => choose({ row, column }),
    onFocus: () => setAt({ row, column }),
  });

  return (
    <div className={css.scroll}>
      <table className={css.table} role="grid" aria-label={t('accounts.matrix')} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <th scope="col" className={css.first}>{t('accounts.month')}, {currencySign(currency)}</th>
            {services.map((service) => (
              <th key={service} scope="col">{t(`service.${service}`, { defaultValue: service })}</th>
            ))}
            <th scope="col" className={css.edge}>{t('accounts.charged')}</th>
            {TOTALS.map((total) => <th key={total} scope="col">{t(`accounts.total.${total}`)}</th>)}
          </tr>
        </thead>
        <tbody ref={body}>
          {months.map((month, row) => (
            <tr key={month.month} data-month={month.month}>
              <th scope="row" className={css.first}>
                {monthText(month.month)}
                <span className={css.status} data-status={month.status}>{t(`accounts.status.${month.status}`)}</span>
              </th>
              {services.map((service, column) => (
                <td key={service} {...cellProps(row, column, month, service)}>
                  <Cost month={month} service={service} />
                </td>
              ))}
              <td {...cellProps(row, services.length, month, null)} className={css.edge}>
                <b>{sum(month.charged)}</b>
              </td>
              {TOTALS.map((total) => (
                <td key={total} role="gridcell" className={total === 'closing' && month.closing > 0 ? css.owes : ''}>
                  <Faint value={month[total]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" className={css.first}>{t('accounts.sum')}</th>
            {services.map((service) => <td key={service} role="gridcell">{sum(costsOf(months, service))}</td>)}
            <td role="gridcell" className={css.edge}>{sum(totalOf(months, 'charged'))}</td>
            {TOTALS.map((total) => (
              <td key={total} role="gridcell">
                {sum(total === 'closing' ? months[0]?.closing ?? 0 : totalOf(months, total))}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

/** A service that was corrected later carries a sign, so that the figure is not taken for the first one. */
function Cost({ month, service }: { month: AccountMonth; service: string }) {
  const { t } = useTranslation();
  const cost = costOf(month, service);
  const corrected = (month.services.find((each) => each.service === service)?.recalculated ?? 0) !== 0;
  if (cost === null) {
    return <span className={css.none}>—</span>;
  }
  return (
    <>
      {corrected && <span className={css.corrected} title={t('accounts.corrected')}>±</span>}
      <Faint value={cost} />
    </>
  );
}

function Faint({ value }: { value: number }) {
  return <span className={value === 0 ? css.none : ''}>{sum(value)}</span>;
}
