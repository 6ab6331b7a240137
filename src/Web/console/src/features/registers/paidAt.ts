import { dateTime, day } from '../../format';
import type { UnidentifiedPayment } from './api';

/** When it was paid, to the minute if the bank says so, else the day. */
export function paidAt(payment: UnidentifiedPayment): string {
  if (payment.at !== null) {
    return dateTime(payment.at);
  }
  return payment.paidOn === undefined ? '' : day(payment.paidOn);
}
