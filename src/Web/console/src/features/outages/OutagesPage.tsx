import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useKey } from '../../keys';
import { useShell } from '../../shell';
import { Button } from '../../ui/Button';
import { ChipRow } from '../../ui/ChipRow';
import { Empty } from '../../ui/Empty';
import { Notice } from '../../ui/Notice';
import page from '../../ui/Page.module.css';
import { MunicipalityDialog } from '../letters/MunicipalityDialog';
import { mayEditMunicipality } from '../letters/letters';
import { DeclareDialog } from './DeclareDialog';
import { getOutages, mayDeclare, type Outage, type OutageState } from './outages';
import { OutageDetails } from './OutageDetails';
import { OutageRow } from './OutageRow';
import css from './OutagesPage.module.css';

const STATES = ['current', 'planned', 'closed'] as const;

/** «Отключения»: what is off and for whom, what the robot says about it, who heard it and who waits to be called. */
export function OutagesPage() {
  const { t } = useTranslation();
  const { session } = useShell();
  const { id } = useSearch({ from: '/frame/outages' });
  const navigate = useNavigate();
  const [state, setState] = useState<OutageState>('current');
  const [window, setWindow] = useState<'declare' | 'municipality' | null>(null);
  const list = useQuery({
    queryKey: ['outages', state], queryFn: () => getOutages(state), placeholderData: (before) => before,
  });
  const declares = mayDeclare(session.role);
  useKey('F9', () => setWindow('declare'), { enabled: declares });

  const rows = list.data ?? [];
  const chosen = rows.find((row) => row.id === id) ?? rows[0] ?? null;
  const choose = (outage: Outage) => void navigate({ to: '/outages', search: { id: outage.id }, replace: true });

  return (
    <main className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>{t('outages.title')}</h1>
        <ChipRow<OutageState>
          label={t('outages.show')}
          value={state}
          onPick={setState}
          chips={STATES.map((each) => ({ value: each, label: t(`outages.states.${each}`) }))}
        />
        <span className={page.actions}>
          {mayEditMunicipality(session.role) && (
            <Button onClick={() => setWindow('municipality')}>{t('municipality.open')}</Button>
          )}
          {declares && (
            <Button tone="primary" keys="F9" onClick={() => setWindow('declare')}>{t('outages.declare')}</Button>
          )}
        </span>
      </div>
      {list.isError && (
        <div className={page.bar}>
          <Notice tone="error">
            {list.error.message}
            <Button size="small" onClick={() => void list.refetch()}>{t('again')}</Button>
          </Notice>
        </div>
      )}
      {list.isPending && <Empty title={t('loading')} />}
      {list.isSuccess && rows.length === 0 && (
        <Empty title={t(`outages.none.${state}`)} hint={t('outages.noneHint')} />
      )}
      {rows.length > 0 && (
        <div className={css.columns}>
          <OutageList rows={rows} chosen={chosen} onChoose={choose} />
          {chosen !== null && <OutageDetails key={chosen.id} outage={chosen} />}
        </div>
      )}
      <DeclareDialog
        opened={window === 'declare'}
        from={null}
        onClose={() => setWindow(null)}
        onDeclared={(outage) => {
          setWindow(null);
          setState(outage.kind === 'planned' ? 'planned' : 'current');
          choose(outage);
        }}
      />
      <MunicipalityDialog opened={window === 'municipality'} onClose={() => setWindow(null)} />
    </main>
  );
}

function OutageList({ rows, chosen, onChoose }: {
  rows: readonly Outage[]; chosen: Outage | null; onChoose(outage: Outage): void;
}) {
  const { t } = useTranslation();
  const at = rows.findIndex((row) => row.id === chosen?.id);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.code === 'ArrowDown' ? 1 : event.code === 'ArrowUp' ? -1 : 0;
    const next = rows[at + step];
    if (step !== 0 && next !== undefined) {
      event.preventDefault();
      onChoose(next);
    }
  };
  const chosenId = chosen?.id;
  useEffect(() => {
    if (document.activeElement?.closest('[data-outages]') != null) {
      document.querySelector<HTMLElement>(`[data-outage="${chosenId}"]`)?.focus();
    }
  }, [chosenId]);
  return (
    <ul className={css.list} aria-label={t('outages.title')} data-outages onKeyDown={onKeyDown}>
      {rows.map((row) => (
        <li key={row.id}><OutageRow outage={row} chosen={row.id === chosen?.id} onChoose={onChoose} /></li>
      ))}
    </ul>
  );
}
