import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../http';
import { useKey } from '../../keys';
import { useShell } from '../../shell';
import { Button } from '../../ui/Button';
import { ChipRow } from '../../ui/ChipRow';
import { ChipSet } from '../../ui/ChipSet';
import { Dialog } from '../../ui/Dialog';
import field from '../../ui/Field.module.css';
import { Notice } from '../../ui/Notice';
import type { OutageCause } from './causeOf';
import css from './DeclareDialog.module.css';
import { HousePicker } from './HousePicker';
import { CAUSES, declareOutage, findHouses, SERVICES, type House, type Outage, type OutageKind } from './outages';
import { houseOf, housePart, missingIn, outageOf, planOf, type Plan } from './plan';
import { SpokenPreview } from './SpokenPreview';
import { TermChips } from './TermChips';

const KINDS = ['emergency', 'planned'] as const;

interface Props {
  opened: boolean;
  from: OutageCause | null;
  onClose(): void;
  onDeclared(outage: Outage): void;
}

/** From a ticket everything is filled in and Enter declares; from scratch it takes six acts. */
export function DeclareDialog({ opened, from, onClose, onDeclared }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={from === null ? t('outages.declareTitle') : t('outages.declareFrom', { number: from.number })}
      opened={opened}
      onClose={onClose}
      closeLabel={t('close')}
      size="60rem"
    >
      <Declaring from={from} onClose={onClose} onDeclared={onDeclared} />
    </Dialog>
  );
}

/** The house of the ticket's address, found in the register; nothing is guessed when none fits exactly. */
function useHouseOf(from: OutageCause | null) {
  const address = from?.address ?? null;
  return useQuery({
    queryKey: ['houses', 'of', from?.organisation, address],
    queryFn: async ({ signal }): Promise<House | null> => {
      const found = await findHouses(housePart(address ?? ''), from?.organisation ?? '', signal);
      return houseOf(address ?? '', found);
    },
    enabled: address !== null,
    staleTime: 60_000,
  });
}

function Declaring({ from, onClose, onDeclared }: Omit<Props, 'opened'>) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { session } = useShell();
  const organisations = session.organisations;
  const [organisation, setOrganisation] = useState(from?.organisation ?? organisations[0]?.code ?? '');
  const [plan, setPlan] = useState<Plan>(() => planOf(from?.category ?? null, []));
  const [complaint, setComplaint] = useState<ReturnType<typeof missingIn>>(null);
  const [key] = useState(newKey);
  const submit = useRef<HTMLButtonElement>(null);
  const change = (part: Partial<Plan>) => {
    setPlan((before) => ({ ...before, ...part }));
    setComplaint(null);
  };

  const house = useHouseOf(from);
  const found = house.data;
  useEffect(() => {
    if (found != null) {
      setPlan((before) => (before.houses.length === 0 ? { ...before, houses: [found] } : before));
      submit.current?.focus();
    }
  }, [found]);

  const declaring = useMutation({
    mutationFn: () => declareOutage(outageOf(plan, organisation, from?.ticketId ?? null), key),
    onSuccess: (outage) => {
      void client.invalidateQueries({ queryKey: ['outages'] });
      void client.invalidateQueries({ queryKey: ['tickets'] });
      onDeclared(outage);
    },
  });
  const declare = () => {
    const missing = missingIn(plan);
    setComplaint(missing);
    if (missing === null && !declaring.isPending) {
      declaring.mutate();
    }
  };
  useKey('Ctrl+Enter', declare);

  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        declare();
      }}
    >
      {organisations.length > 1 && from === null && (
        <ChipRow
          label={t('outages.organisation')}
          value={organisation}
          chips={organisations.map((each) => ({ value: each.code, label: each.name }))}
          onPick={(code) => {
            setOrganisation(code);
            change({ houses: [] });
          }}
        />
      )}
      <HousePicker
        organisation={organisation}
        houses={plan.houses}
        label={t('outages.houses')}
        autoFocus
        onChange={(houses) => change({ houses })}
      />
      {complaint === 'houses' && <p className={field.error} role="alert">{t('outages.housesNeeded')}</p>}
      {house.isError && <p className={field.error} role="alert">{house.error.message}</p>}
      <div>
        <span className={field.label}>{t('outages.services')}</span>
        <ChipSet
          label={t('outages.services')}
          chips={SERVICES.map((each) => ({ value: each as string, label: t(`service.${each}`) }))}
          values={plan.services}
          onChange={(services) => change({ services })}
        />
        {complaint === 'services' && <p className={field.error} role="alert">{t('outages.servicesNeeded')}</p>}
      </div>
      <div>
        <span className={field.label}>{t('outages.cause')}</span>
        <ChipRow
          label={t('outages.cause')}
          chips={CAUSES.map((each) => ({ value: each as string, label: t(`outages.causes.${each}`) }))}
          value={plan.cause}
          numbered
          onPick={(cause) => change({ cause })}
        />
      </div>
      <div className={css.pair}>
        <div>
          <span className={field.label}>{t('outages.kind')}</span>
          <ChipRow<OutageKind>
            label={t('outages.kind')}
            chips={KINDS.map((each) => ({ value: each, label: t(`outages.kinds.${each}`) }))}
            value={plan.kind}
            onPick={(kind) => change({ kind })}
          />
        </div>
        {plan.kind === 'planned' && (
          <div>
            <label className={field.label} htmlFor="outage-starts">{t('outages.startsAt')}</label>
            <input
              id="outage-starts"
              type="datetime-local"
              className={field.input}
              value={plan.startsAt}
              onChange={(event) => change({ startsAt: event.currentTarget.value })}
            />
            {complaint === 'starts' && <p className={field.error} role="alert">{t('outages.startsNeeded')}</p>}
          </div>
        )}
        <label className={css.check}>
          <input
            type="checkbox"
            checked={plan.notify}
            onChange={(event) => change({ notify: event.currentTarget.checked })}
          />
          {t('outages.notify')}
        </label>
      </div>
      <TermChips value={plan.until} onChange={(until) => change({ until })} />
      {complaint === 'until' && <p className={field.error} role="alert">{t('outages.untilWrong')}</p>}
      {missingIn(plan) === null && (
        <SpokenPreview wanted={outageOf(plan, organisation, from?.ticketId ?? null, 0)} />
      )}
      {declaring.error !== null && <Notice tone="error">{declaring.error.message}</Notice>}
      <div className={css.buttons}>
        <button ref={submit} type="submit" className={css.declare} aria-keyshortcuts="Enter Control+Enter">
          {declaring.isPending ? t('outages.declaring') : t('outages.declare')}
          <span className={css.key} aria-hidden="true">Enter</span>
        </button>
        <Button onClick={onClose}>{t('cancel')}</Button>
      </div>
    </form>
  );
}
