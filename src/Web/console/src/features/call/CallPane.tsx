import { useTranslation } from 'react-i18next';
import { Empty } from '../../ui/Empty';
import { useBoard } from '../board/useBoard';
import { phone, shortDate } from '../../format';
import { useShell } from '../../shell';
import { serverNow } from '../../clock';
import { AccountFacts } from './AccountFacts';
import { CallActions } from './CallActions';
import { CallHead } from './CallHead';
import css from './CallPane.module.css';
import { useDesk } from './desk';
import { OpenTickets } from './OpenTickets';
import { OutageBand } from './OutageBand';
import { PartyLine } from './PartyLine';
import { StrangerHint } from './StrangerHint';

/** The middle of the desk: who is this, what do we know, what is already being done. */
export function CallPane() {
  const { t } = useTranslation();
  const { shown, flat, callback } = useDesk();
  const board = useBoard();
  const { extension } = useShell().session;

  if (shown === null) {
    const last = board?.recent[0];
    return (
      <section className={css.pane} aria-label={t('call.region')}>
        <Empty
          title={callback === null ? t('call.none') : t('call.dialling', { who: phone(callback.phone ?? '') })}
          hint={last === undefined ? t('call.noneHint') : t('call.last', {
            time: shortDate(last.arrivedAt, serverNow()), count: last.waitSeconds,
          })}
        />
      </section>
    );
  }

  return (
    <section className={css.pane} aria-label={t('call.region')} data-call={shown.callId} data-state={shown.state}>
      <CallHead card={shown} />
      <PartyLine card={shown} extension={extension} />
      <div className={css.scroll}>
        {shown.outages.map((outage) => <OutageBand key={outage.id} outage={outage} />)}
        {shown.accounts.length === 0 && <StrangerHint card={shown} />}
        <div className={css.columns}>
          {flat !== null && <AccountFacts account={flat} />}
          <OpenTickets tickets={shown.openTickets} />
        </div>
      </div>
      <CallActions card={shown} />
    </section>
  );
}
