import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { CallCard } from '../../api';
import { account as accountText, phone, shortName } from '../../format';
import { Elapsed } from '../../ui/Clock';
import { Pill, type PillTone } from '../../ui/Pill';
import { SectionHead } from '../../ui/SectionHead';
import { useDesk } from '../call/desk';
import { farNumber } from './boardState';
import css from './Rows.module.css';
import { useBoard } from './useBoard';

const TONES: Record<CallCard['state'], PillTone> = {
  robot: 'info', waiting: 'ok', ringing: 'ok', talking: 'plain', ended: 'plain',
};

/** Every call in the house this minute, the robot's too. A click looks into it; the own call stays on the desk. */
export function CallsNow({ extension }: { extension: string | null }) {
  const { t } = useTranslation();
  const { shown, held, look } = useDesk();
  const board = useBoard();
  const calls = [...(board?.calls ?? [])].sort((a, b) => Date.parse(a.arrivedAt) - Date.parse(b.arrivedAt));
  return (
    <section aria-labelledby="calls-title">
      <SectionHead id="calls-title" title={t('calls.title')} count={calls.length} />
      {board !== undefined && calls.length === 0 && <p className={css.empty}>{t('calls.empty')}</p>}
      <ul className={css.list}>
        {calls.map((call) => (
          <li key={call.callId}>
            <button
              type="button"
              className={`${css.row} ${shown?.callId === call.callId ? css.current : ''}`}
              data-call-row={call.callId}
              data-state={call.state}
              aria-current={shown?.callId === call.callId}
              onClick={() => look(held?.callId === call.callId ? null : call.callId)}
            >
              <Elapsed className={css.clock ?? ''} since={call.humanAnsweredAt ?? call.arrivedAt} />
              <span className={css.body}>
                <span className={css.name}>{nameOf(call, t)}</span>
                <span className={css.detail}>{detailOf(call, extension, t)}</span>
              </span>
              <Pill tone={TONES[call.state]}>{t(`call.state.${call.state}`)}</Pill>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

type T = TFunction;

function nameOf(call: CallCard, t: T): string {
  const account = call.accounts.length === 1 ? call.accounts[0] : undefined;
  if (account === undefined) {
    return phone(farNumber(call));
  }
  return call.state === 'robot'
    ? t('account.short', { number: accountText(account.number) })
    : account.person === null ? account.address : shortName(account.person.name);
}

function detailOf(call: CallCard, extension: string | null, t: T): string {
  if (call.state === 'talking') {
    return extension !== null && call.extension === extension
      ? t('calls.you')
      : t('calls.with', { who: call.operator ?? call.extension ?? '' });
  }
  if (call.direction === 'outbound') {
    return t('calls.outbound', { who: call.operator ?? call.extension ?? '' });
  }
  const account = call.accounts.length === 1 ? call.accounts[0] : undefined;
  return account?.address ?? t(call.accounts.length === 0 ? 'calls.stranger' : 'calls.several');
}
