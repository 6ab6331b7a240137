import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardAccount } from '../../api';
import { account as accountText, money } from '../../format';
import { Problem } from '../../http';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import page from '../../ui/Page.module.css';
import { Tabs } from '../../ui/Tabs';
import { useRights } from '../board/rights';
import css from './AccountPage.module.css';
import { AccountSide } from './AccountSide';
import { MonthsPane } from './MonthsPane';
import { PenaltyPane } from './PenaltyPane';
import { PostingsPane } from './PostingsPane';
import { useCard } from './useAccounts';

const SIDES = ['months', 'postings', 'penalty'] as const;
type Side = (typeof SIDES)[number];

/** «Карточка абонента»: who it is on the left, what was charged and paid on the right. */
export function AccountPage() {
  const { t } = useTranslation();
  const { number } = useParams({ from: '/frame/accounts/$number' });
  const card = useCard(number);
  if (card.data === undefined) {
    const missing = card.error instanceof Problem && card.error.status === 404;
    return (
      <main className={page.page}>
        <Empty page title={card.isPending ? t('loading') : missing ? t('accounts.missing') : t('accounts.failed')}>
          {card.isError && !missing && <Button onClick={() => void card.refetch()}>{t('again')}</Button>}
          {missing && <Link to="/accounts">{t('accounts.back')}</Link>}
        </Empty>
      </main>
    );
  }
  return (
    <Card key={number} card={card.data} error={card.error} onAgain={() => void card.refetch()} />
  );
}

function Card({ card, error, onAgain }: { card: CardAccount; error: Error | null; onAgain(): void }) {
  const { t } = useTranslation();
  const rights = useRights();
  const [side, setSide] = useState<Side>('months');
  return (
    <main className={page.page}>
      <div className={page.head}>
        <Link to="/accounts" className={page.back} aria-label={t('accounts.back')}>
          <IconArrowLeft size={18} aria-hidden="true" />
        </Link>
        <h1 className={page.title}>{t('account.short', { number: accountText(card.number) })}</h1>
        <p className={css.who}>
          {card.person !== null && <b>{card.person.name}</b>}
          <span className={page.quiet}>{card.address}</span>
        </p>
        <Debt card={card} />
      </div>
      {error !== null && <div className={page.bar}><Failure error={error} onAgain={onAgain} /></div>}
      <div className={css.columns}>
        <AccountSide card={card} />
        {rights.readsMoney ? (
          <div className={css.money}>
            <div className={css.sides}>
              <Tabs<Side> id="money" label={t('accounts.sides')} value={side} onPick={setSide}
                tabs={SIDES.map((each) => ({ value: each, label: t(`accounts.side.${each}`) }))} />
            </div>
            <div className={css.panel} id="money-panel" role="tabpanel" aria-labelledby={`money-${side}`}>
              {side === 'months' && <MonthsPane number={card.number} />}
              {side === 'postings' && <PostingsPane number={card.number} />}
              {side === 'penalty' && <PenaltyPane number={card.number} currency={card.currency} />}
            </div>
          </div>
        ) : <Empty title={t('accounts.closed')} hint={t('accounts.closedHint')} />}
      </div>
    </main>
  );
}

function Debt({ card }: { card: CardAccount }) {
  const { t } = useTranslation();
  const balance = card.balance ?? 0;
  const months = card.debtMonths ?? 0;
  return (
    <p className={css.debt} data-owes={balance > 0}>
      {balance === 0 ? t('account.noDebt') : (
        <>
          <span className={page.quiet}>{t(balance > 0 ? 'account.debt' : 'accounts.overpaid')}</span>
          <b>{money(Math.abs(balance), card.currency)}</b>
          {balance > 0 && months > 0 && <span className={page.quiet}>{t('account.months', { count: months })}</span>}
        </>
      )}
    </p>
  );
}
