import { useTranslation } from 'react-i18next';
import type { Callback } from '../../api';
import { account as accountText, phone, shortName } from '../../format';
import { useAccount } from '../tickets/useTickets';

export interface Who {
  name: string;
  detail: string;
}

/** Whom a callback is for: the person and the flat when the number has an account, else the number. */
export function useWho(row: Callback): Who {
  const { t } = useTranslation();
  const account = useAccount(row.accountNumber);
  const number = row.phone === null ? t('callbacks.withheld') : phone(row.phone);
  if (row.accountNumber === null) {
    return { name: number, detail: t('callbacks.unknown') };
  }
  const short = t('account.short', { number: accountText(row.accountNumber) });
  return account === undefined
    ? { name: number, detail: short }
    : { name: account.person === null ? number : shortName(account.person.name), detail: account.address };
}
