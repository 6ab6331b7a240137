import { useTranslation } from 'react-i18next';
import type { CallCard } from '../../api';
import { phone } from '../../format';
import { Pill } from '../../ui/Pill';
import { handOf } from './control';
import css from './PartyLine.module.css';

/** Who else is in the call, who holds it, who listens: always in sight, nobody is listened to unawares. */
export function PartyLine({ card, extension }: { card: CallCard; extension: string | null }) {
  const { t } = useTranslation();
  const hand = handOf(card, extension);
  const move = card.lastMove ?? null;
  const moving = card.state !== 'ended' && card.state !== 'talking' && move !== null;
  const others = hand.mine ? hand.others : hand.others.slice(1);
  const isEmpty = card.state === 'ended' || (card.heldBy == null && others.length === 0
    && hand.supervisors.length === 0 && hand.asking === null && !moving);
  if (isEmpty) {
    return null;
  }

  return (
    <p className={css.line} role="status">
      {card.heldBy != null && (
        <Pill tone="warn">{hand.held ? t('control.heldByYou') : t('control.heldBy', { who: card.heldBy })}</Pill>
      )}
      {hand.asking !== null && !hand.others.some((party) => party.name === hand.asking) && (
        <Pill tone="info">{t('control.asking', { who: phone(hand.asking) })}</Pill>
      )}
      {moving && <Pill tone="info">{t(`control.move.${move.kind}`, { by: move.by, to: phone(move.to) })}</Pill>}
      {others.map((party) => <Pill key={party.name}>{t('control.alsoTalks', { who: phone(party.name) })}</Pill>)}
      {hand.supervisors.map((party) => (
        <Pill key={party.name} tone="info">{t(`control.${party.role}`, { who: party.name })}</Pill>
      ))}
    </p>
  );
}
