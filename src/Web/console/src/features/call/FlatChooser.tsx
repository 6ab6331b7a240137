import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallCard, CardAccount } from '../../api';
import { Kbd } from '../../ui/Kbd';
import { focusText } from '../tickets/focus';
import { useDesk } from './desk';
import css from './FlatChooser.module.css';

/**
 * Several flats on one number: nobody guesses. Tab walks over them, Enter or the digit takes one and sends the
 * caret into the text; from the last one Tab goes on, so the keyboard is never caught.
 */
export function FlatChooser({ card }: { card: CallCard }) {
  const { t } = useTranslation();
  const { flat, chooseFlat, held } = useDesk();
  const group = useRef<HTMLDivElement>(null);
  const chosen = card.accounts.findIndex((account) => account.number === flat?.number);
  const [at, setAt] = useState(Math.max(0, chosen));

  const focusAt = (index: number) => {
    setAt(index);
    group.current?.querySelectorAll<HTMLElement>('[role=radio]')[index]?.focus();
  };

  useEffect(() => {
    if (held?.callId === card.callId && chosen < 0) {
      focusAt(0);
    }
    // The caret comes here once, when the call lands on the desk.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [held?.callId, card.callId]);

  const take = (account: CardAccount | undefined) => {
    if (account !== undefined) {
      chooseFlat(account);
      focusText();
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    const step = event.code === 'Tab' && !event.shiftKey || event.code === 'ArrowDown' || event.code === 'ArrowRight';
    if (digit !== undefined && Number(digit) <= card.accounts.length) {
      event.preventDefault();
      take(card.accounts[Number(digit) - 1]);
    } else if (step && at < card.accounts.length - 1) {
      event.preventDefault();
      focusAt(at + 1);
    } else if ((event.code === 'ArrowUp' || event.code === 'ArrowLeft') && at > 0) {
      event.preventDefault();
      focusAt(at - 1);
    }
  };

  return (
    <div
      ref={group}
      className={css.group}
      role="radiogroup"
      aria-label={t('call.flats')}
      onKeyDown={onKeyDown}
    >
      <span className={css.label}>{t('call.flats')} <Kbd keys="Tab" /></span>
      {card.accounts.map((account, index) => (
        <button
          key={account.number}
          type="button"
          role="radio"
          aria-checked={index === chosen}
          tabIndex={index === at ? 0 : -1}
          className={`${css.flat} ${index === chosen ? css.chosen : ''}`}
          onClick={() => take(account)}
        >
          <Kbd keys={String(index + 1)} />
          <span>{account.address}</span>
          {account.person !== null && <span className={css.person}>{account.person.name}</span>}
        </button>
      ))}
    </div>
  );
}
