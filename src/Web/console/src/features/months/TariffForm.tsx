import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currencySign } from '../../format';
import { newKey } from '../../http';
import { Button } from '../../ui/Button';
import { DateField } from '../../ui/DateField';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import { Notice } from '../../ui/Notice';
import page from '../../ui/Page.module.css';
import { addTariff } from './api';
import { priceOf } from './calendar';
import css from './MonthsPage.module.css';
import { useMonthAct } from './useMonths';

const SERVICES = ['coldWater', 'hotWater', 'sewerage', 'heating', 'electricity', 'gas', 'waste', 'maintenance',
  'coldWaterForHot'];

interface Wish {
  service: string;
  price: string;
  validFrom: string;
  basis: string;
}

/** A new price from a day on, with the paper that says so. */
export function TariffForm({ organisation, currency, service }: {
  organisation: string; currency: string; service: string | null;
}) {
  const { t } = useTranslation();
  const id = useId();
  const empty: Wish = { service: service ?? SERVICES[0] ?? '', price: '', validFrom: '', basis: '' };
  const [wish, setWish] = useState(empty);
  const [key, setKey] = useState(newKey);
  const adding = useMonthAct(
    (given: Wish) => addTariff({ organisation, ...given }, key),
    () => {
      setKey(newKey());
      setWish((before) => ({ ...empty, service: before.service }));
    });
  const price = priceOf(wish.price);
  const ready = price !== null && wish.validFrom !== '' && wish.basis.trim() !== '' && !adding.isPending;
  const change = (part: Partial<Wish>) => {
    adding.reset();
    setWish((before) => ({ ...before, ...part }));
  };
  return (
    <form className={css.pane} aria-label={t('tariffs.add')} onSubmit={(event) => {
      event.preventDefault();
      if (ready) {
        adding.mutate({ ...wish, price, basis: wish.basis.trim() });
      }
    }}>
      <div className={css.head}><h2>{t('tariffs.add')}</h2></div>
      <div className={css.block}>
        <div>
          <label className={field.label} htmlFor={`${id}-service`}>{t('posting.service')}</label>
          <select id={`${id}-service`} className={field.input} value={wish.service}
            onChange={(event) => change({ service: event.currentTarget.value })}>
            {SERVICES.map((each) => <option key={each} value={each}>{t(`service.${each}`)}</option>)}
          </select>
        </div>
        <div>
          <label className={field.label} htmlFor={`${id}-price`}>
            {t('tariffs.price')}, {currencySign(currency)}
          </label>
          <input id={`${id}-price`} className={field.input} inputMode="decimal" required value={wish.price}
            aria-invalid={wish.price !== '' && price === null}
            onChange={(event) => change({ price: event.currentTarget.value })} />
          {wish.price !== '' && price === null && <p className={field.error}>{t('tariffs.badPrice')}</p>}
        </div>
        <div>
          <label className={field.label} htmlFor={`${id}-from`}>{t('tariffs.from')}</label>
          <DateField id={`${id}-from`} required value={wish.validFrom} onChange={(iso) => change({ validFrom: iso })} />
        </div>
        <div>
          <label className={field.label} htmlFor={`${id}-basis`}>{t('tariffs.basis')}</label>
          <input id={`${id}-basis`} className={field.input} required maxLength={300} value={wish.basis}
            placeholder={t('tariffs.basisHint')} onChange={(event) => change({ basis: event.currentTarget.value })} />
        </div>
        <Failure error={adding.error} />
        {adding.isSuccess && wish.price === '' && <Notice tone="ok">{t('tariffs.added')}</Notice>}
        <p className={page.note}>{t('tariffs.means')}</p>
        <div className={page.buttons}>
          <Button tone="primary" type="submit" disabled={!ready}>{t('tariffs.addDo')}</Button>
        </div>
      </div>
    </form>
  );
}
