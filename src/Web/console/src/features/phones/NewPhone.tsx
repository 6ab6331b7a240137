import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShell } from '../../shell';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import page from '../../ui/Page.module.css';
import { addPhone, type DeskPhone, type PhoneWish } from './api';
import { PhoneFields } from './PhoneFields';
import { faultsOf, freeNumber } from './phones';
import css from './Phones.module.css';
import { usePhoneAct } from './usePhones';

/** A new telephone: its number is proposed, everything else has a sensible default. */
export function NewPhone({ phones, onAdded }: { phones: readonly DeskPhone[]; onAdded(extension: string): void }) {
  const { t } = useTranslation();
  const { session } = useShell();
  const [wish, setWish] = useState<PhoneWish>(() => ({
    extension: freeNumber(phones), organisation: session.organisations[0]?.code ?? '', label: '', mac: '',
    reach: 'country', minutesPerDay: null, enabled: true,
  }));
  const adding = usePhoneAct(addPhone, (phone) => onAdded(phone.extension));
  const faults = faultsOf(wish);
  return (
    <form className={css.form} aria-label={t('phones.add')} onChange={() => adding.isError && adding.reset()}
      onSubmit={(event) => {
        event.preventDefault();
        if (faults.length === 0 && !adding.isPending) {
          adding.mutate(wish);
        }
      }}>
      <h2>{t('phones.add')}</h2>
      <PhoneFields wish={wish} faults={faults} refusal={adding.error} isNew
        onChange={(part) => setWish((before) => ({ ...before, ...part }))} />
      <Failure error={adding.error} atFields />
      <div className={page.buttons}>
        <Button type="submit" tone="primary" disabled={faults.length > 0 || adding.isPending}>{t('phones.add')}</Button>
      </div>
    </form>
  );
}
