import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallCard } from '../../api';
import { phone } from '../../format';
import { useKey } from '../../keys';
import { Button } from '../../ui/Button';
import { Elapsed } from '../../ui/Clock';
import { Pill } from '../../ui/Pill';
import { command } from '../call/control';
import { farNumber, ringing } from './boardState';
import css from './CallStrip.module.css';
import { useBoard } from './useBoard';

const ROWS_MAX = 3;

/**
 * Who rings, as long as he rings. It never takes the caret. F2 answers with a permanent line or a telephone that can
 * answer by itself; else it says which one to lift.
 */
export function CallStrip({ extension, onNoPhone }: { extension: string | null; onNoPhone(): void }) {
  const { t } = useTranslation();
  const calls = ringing(useBoard()?.calls ?? []);
  const [hinted, setHinted] = useState<string | null>(null);
  const pickUp = useMutation({ mutationFn: command });
  const first = calls[0];

  const answer = (call: CallCard | undefined) => {
    if (extension === null) {
      onNoPhone();
    } else if (call !== undefined) {
      setHinted(call.callId);
      pickUp.mutate({ callId: call.callId, command: 'pickup' });
    }
  };
  useKey('F2', () => answer(first));
  const hint = pickUp.error?.message ?? t(pickUp.isSuccess ? 'control.pickingUp' : 'strip.lift', { extension });

  return (
    <div className={css.strips} role="alert" aria-label={t('strip.region')}>
      {calls.slice(0, ROWS_MAX).map((call) => (
        <StripRow
          key={call.callId}
          call={call}
          hint={hinted === call.callId ? hint : null}
          keys={call === first ? 'F2' : undefined}
          onAnswer={() => answer(call)}
        />
      ))}
      {calls.length > ROWS_MAX && (
        <p className={css.more}>{t('strip.more', { count: calls.length - ROWS_MAX })}</p>
      )}
    </div>
  );
}

function StripRow({ call, hint, keys, onAnswer }: {
  call: CallCard; hint: string | null; keys: string | undefined; onAnswer(): void;
}) {
  const { t } = useTranslation();
  const several = call.accounts.length > 1;
  const account = several ? undefined : call.accounts[0];
  const name = account?.person?.name ?? (several ? t('strip.several', { count: call.accounts.length }) : null);
  const outage = call.outages[0];
  return (
    <div className={css.strip} data-ringing={call.callId}>
      <span className={css.word}>{t('strip.rings')}</span>
      <span className={css.name}>{name ?? phone(farNumber(call))}</span>
      <span className={css.detail}>
        {[account?.address, name === null ? t('strip.stranger') : phone(farNumber(call))]
          .filter((part) => part !== undefined).join(' · ')}
        {' · '}{t('strip.waits')} <span aria-hidden="true"><Elapsed since={call.arrivedAt} /></span>
      </span>
      <span className={css.end}>
        {call.repeat > 1 && <Pill tone="onFill">{t('call.repeat', { count: call.repeat, ordinal: true })}</Pill>}
        {outage !== undefined && (
          <Pill tone="onFill">
            {t('strip.outage', { resource: t(`service.${outage.resource}`, { defaultValue: outage.resource }) })}
          </Pill>
        )}
        {hint !== null
          ? <strong className={css.hint}>{hint}</strong>
          : (
            <Button tone="onFill" {...(keys === undefined ? {} : { keys })} onClick={onAnswer}>
              {t('strip.answer')}
            </Button>
          )}
      </span>
    </div>
  );
}
