import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShell } from '../../shell';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import { Notice } from '../../ui/Notice';
import page from '../../ui/Page.module.css';
import { setRights, type CallRights } from './api';
import { ReachFields } from './PhoneFields';
import css from './Phones.module.css';
import { useCallRights, usePhoneAct } from './usePhones';

/** How far the phones of each organisation may call at most. */
export function RightsForm() {
  const { t } = useTranslation();
  const { session } = useShell();
  const query = useCallRights(true);
  return (
    <div className={css.form}>
      <h2>{t('phones.rights')}</h2>
      <p className={page.note}>{t('phones.rightsHint')}</p>
      {query.isError && <Failure error={query.error} onAgain={() => void query.refetch()} />}
      {query.isPending && <Empty title={t('loading')} />}
      {query.isSuccess && session.organisations.map((each) => (
        <OneRight key={each.code} name={each.name}
          known={query.data.find((row) => row.organisation === each.code)
            ?? { organisation: each.code, reach: 'abroad', minutesPerDay: null, home: '' }} />
      ))}
    </div>
  );
}

function OneRight({ name, known }: { name: string; known: CallRights }) {
  const { t } = useTranslation();
  const id = useId();
  const [wish, setWish] = useState(known);
  const saving = usePhoneAct(setRights);
  const badHome = !/^\+?((7|380)\d{0,7})?$/.test(wish.home.trim());
  const minutes = wish.minutesPerDay;
  const badMinutes = minutes !== null && !(Number.isInteger(minutes) && minutes >= 0 && minutes <= 1440);
  return (
    <form className={css.part} aria-label={name} onSubmit={(event) => {
      event.preventDefault();
      if (!badHome && !badMinutes && !saving.isPending) {
        saving.mutate(wish);
      }
    }}>
      <h3>{name}</h3>
      <ReachFields reach={wish.reach} minutes={minutes} isWrong={badMinutes}
        onChange={(part) => setWish((before) => ({ ...before, ...part }))} />
      <div>
        <label className={field.label} htmlFor={`${id}-home`}>{t('phones.home')}</label>
        <input id={`${id}-home`} className={field.input} inputMode="tel" value={wish.home} placeholder="+78462"
          aria-invalid={badHome}
          onChange={(event) => {
            const home = event.currentTarget.value;
            setWish((before) => ({ ...before, home }));
          }} />
        <p className={field.hint}>{t('phones.homeHint')}</p>
      </div>
      <Failure error={saving.error} />
      {saving.isSuccess && <Notice tone="ok">{t('phones.saved')}</Notice>}
      <div className={page.buttons}>
        <Button type="submit" disabled={badHome || badMinutes || saving.isPending}>{t('phones.save')}</Button>
      </div>
    </form>
  );
}
