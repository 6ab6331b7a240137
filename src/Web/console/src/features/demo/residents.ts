import { money, phone, shortName } from '../../format';
import type { DemoResident } from './endpoints';

/** «Кравченко Л. П. · 8 412,60 ₽ · +7 937 000-00-30»: whom the robot will recognise, and what it will say. */
export function residentText(resident: DemoResident, t: (key: string) => string): string {
  const name = resident.name === null ? t('demo.phone.stranger') : shortName(resident.name);
  const balances = resident.accounts.map((account) => money(account.balance, account.currency));
  return [name, ...(balances.length > 0 ? [balances.join(', ')] : []), phone(resident.phone)].join(' · ');
}
