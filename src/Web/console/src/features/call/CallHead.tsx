import { IconPointFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CallCard } from '../../api';
import { account as accountText, elapsed, phone } from '../../format';
import { Elapsed } from '../../ui/Clock';
import { Pill } from '../../ui/Pill';
import { farNumber } from '../board/boardState';
import css from './CallHead.module.css';
import { useDesk } from './desk';
import { FlatChooser } from './FlatChooser';

export function CallHead({ card }: { card: CallCard }) {
  const { t } = useTranslation();
  const { flat } = useDesk();
  const name = flat?.person?.name ?? (card.accounts.length > 1 ? t('call.severalFlats') : t('call.unknown'));
  return (
    <div className={css.head}>
      <div className={css.who}>
        <h2 className={css.name}>
          {name}
          {flat?.person != null && <Pill>{t(`role.${flat.person.role}`, { defaultValue: flat.person.role })}</Pill>}
          {card.repeat > 1 && <Pill tone="warn">{t('call.repeat', { count: card.repeat, ordinal: true })}</Pill>}
        </h2>
        {flat !== null && (
          <p className={css.address}>
            {[
              flat.address,
              flat.entrance == null ? null : t('account.entrance', { number: flat.entrance }),
              flat.floor == null ? null : t('account.floor', { number: flat.floor }),
              t('account.short', { number: accountText(flat.number) }),
            ].filter((part) => part !== null).join(' · ')}
          </p>
        )}
        <p className={css.phone}>{phone(farNumber(card))}</p>
        {card.accounts.length > 1 && <FlatChooser card={card} />}
      </div>
      <div className={css.state}>
        <CallTimer card={card} />
        {card.recording && card.state === 'talking' && (
          <Pill tone="crit"><IconPointFilled size={12} aria-hidden="true" />{t('call.recording')}</Pill>
        )}
        {card.state !== 'talking' && (
          <Pill tone={card.state === 'ended' ? 'plain' : card.state === 'robot' ? 'info' : 'ok'}>
            {t(`call.state.${card.state}`)}
          </Pill>
        )}
        {card.operator !== null && <span className={css.operator}>{card.operator}</span>}
      </div>
    </div>
  );
}

function CallTimer({ card }: { card: CallCard }) {
  const from = card.humanAnsweredAt ?? card.arrivedAt;
  if (card.state === 'ended') {
    const gone = card.endedAt == null ? 0 : Date.parse(card.endedAt) - Date.parse(from);
    return <span className={css.timer}>{elapsed(gone)}</span>;
  }
  return <Elapsed className={css.timer ?? ''} since={from} />;
}
