import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { account as accountText, money } from '../../format';
import { useKey } from '../../keys';
import { AccountPicker } from '../../ui/AccountPicker';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Kbd } from '../../ui/Kbd';
import page from '../../ui/Page.module.css';
import { ReasonDialog } from '../../ui/ReasonDialog';
import { SectionHead } from '../../ui/SectionHead';
import { useRights } from '../board/rights';
import { assignPayment, returnPayment, type Suggestion, type UnidentifiedPayment } from './api';
import css from './AssignPane.module.css';
import { paidAt } from './paidAt';
import { useRegisterAct } from './useRegisters';

const DIGITS_MAX = 9;

/** Whose a payment may be: the likely ones by digit, any other by search, or back where it came from. */
export function AssignPane({ payment }: { payment: UnidentifiedPayment }) {
  const { t } = useTranslation();
  const { changesMoney } = useRights();
  const [isReturning, setReturning] = useState(false);
  const [wanted, setWanted] = useState<{ accountNumber: string; address: string } | null>(null);
  const assigning = useRegisterAct((number: string) => assignPayment(payment.id, number));
  const returning = useRegisterAct((reason: string) => returnPayment(payment.id, reason), () => setReturning(false));
  const suggestions = payment.suggestions.slice(0, DIGITS_MAX);
  return (
    <section className={css.pane} id="assign-pane" aria-label={t('registers.whose')} tabIndex={-1}>
      <div className={css.facts}>
        <b className={css.amount}>{money(payment.amount, payment.currency)}</b>
        <span className={page.quiet}>{paidAt(payment)}</span>
        <p>{payment.payer}</p>
        <p className={page.quiet}>{payment.address}</p>
        <p className={page.quiet}>
          {payment.accountNumber !== null && t('registers.saidAccount', { number: accountText(payment.accountNumber) })}
          {' '}{payment.operationId}
        </p>
        {payment.registerId !== null && (
          <Link to="/registers/$id" params={{ id: payment.registerId }}>
            {t('registers.fromLine', { line: payment.line ?? '' })}
          </Link>
        )}
      </div>
      {changesMoney && (
        <>
          <SectionHead title={t('registers.suggestions')} count={suggestions.length} />
          {suggestions.length === 0 && <p className={css.none}>{t('registers.noSuggestions')}</p>}
          <ul>
            {suggestions.map((each, index) => (
              <SuggestionRow key={each.accountNumber} suggestion={each} digit={index + 1}
                enabled={!assigning.isPending && !isReturning}
                isWanted={wanted?.accountNumber === each.accountNumber} onPick={() => setWanted(each)} />
            ))}
          </ul>
          <div className={css.other}>
            <AccountPicker label={t('registers.other')}
              onPick={(hit) => setWanted({ accountNumber: hit.number, address: hit.address })} />
            <div className={css.wanted} aria-live="polite">
              {wanted !== null && <><b>{accountText(wanted.accountNumber)}</b> {wanted.address}</>}
            </div>
            <Failure error={assigning.error} />
            <div className={page.buttons}>
              <AssignButton disabled={wanted === null || assigning.isPending}
                onAssign={() => wanted !== null && assigning.mutate(wanted.accountNumber)} />
              <Button tone="danger" onClick={() => setReturning(true)}>{t('registers.return')}</Button>
            </div>
          </div>
        </>
      )}
      {isReturning && (
        <ReasonDialog title={t('registers.returnTitle', { sum: money(payment.amount, payment.currency) })}
          act={t('registers.return')} busy={returning.isPending} error={returning.error}
          onClose={() => setReturning(false)} onDo={returning.mutate}>
          <p className={page.note}>{t('registers.returnMeans')}</p>
        </ReasonDialog>
      )}
    </section>
  );
}

function AssignButton({ disabled, onAssign }: { disabled: boolean; onAssign(): void }) {
  const { t } = useTranslation();
  useKey('Ctrl+Enter', onAssign, { enabled: !disabled });
  return (
    <Button tone="primary" keys="Ctrl Enter" disabled={disabled} onClick={onAssign}>{t('registers.assign')}</Button>
  );
}

function SuggestionRow({ suggestion, digit, enabled, isWanted, onPick }: {
  suggestion: Suggestion; digit: number; enabled: boolean; isWanted: boolean; onPick(): void;
}) {
  useKey(`Digit${digit}`, onPick, { outsideFields: true, enabled });
  return (
    <li>
      <button type="button" className={css.suggestion} aria-pressed={isWanted} aria-keyshortcuts={String(digit)}
        onClick={onPick}>
        <Kbd keys={String(digit)} />
        <span className={css.body}>
          <span><b>{accountText(suggestion.accountNumber)}</b> {suggestion.address}</span>
          <span className={css.why}>{suggestion.why}</span>
        </span>
      </button>
    </li>
  );
}
