import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateTime } from '../../format';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Notice } from '../../ui/Notice';
import page from '../../ui/Page.module.css';
import { callPhone, changePhone, removePhone, thawPhone, type DeskPhone } from './api';
import { LinkForm } from './LinkForm';
import { PhoneFields } from './PhoneFields';
import { faultsOf, wishOf } from './phones';
import css from './Phones.module.css';
import { usePhoneAct } from './usePhones';

/** One telephone: where it is, how it sounds, and what an administrator may do with it. */
export function PhonePane({ phone, manages, onRemoved }: {
  phone: DeskPhone; manages: boolean; onRemoved(): void;
}) {
  const { t } = useTranslation();
  return (
    <div className={css.form}>
      <h2>{t('phones.one', { number: phone.extension })}</h2>
      <Facts phone={phone} />
      {manages && <Acts phone={phone} onRemoved={onRemoved} />}
    </div>
  );
}

function Facts({ phone }: { phone: DeskPhone }) {
  const { t } = useTranslation();
  const sound = phone.lastCall;
  return (
    <>
      <dl className={css.facts}>
        {phone.places.map((place) => (
          <div key={`${place.address} ${place.transport}`}>
            <dt>{place.model === '' ? t('phones.unnamed') : place.model}</dt>
            <dd>
              {place.address} · {place.transport.toUpperCase()} · {t('phones.since', { time: dateTime(place.since) })}
            </dd>
          </div>
        ))}
        {phone.places.length === 0 && <div><dt>{t('phones.is.away')}</dt><dd>{t('phones.awayHint')}</dd></div>}
        {sound !== null && (
          <div>
            <dt>{t('phones.lastCall')} · {dateTime(sound.endedAt)}</dt>
            <dd>
              {t('phones.figures', {
                mos: String(sound.mos).replace('.', ','), loss: String(sound.lossPercent).replace('.', ','),
                jitter: String(sound.jitterMs).replace('.', ','),
              })}
            </dd>
          </div>
        )}
      </dl>
      {sound?.isOneWay === true && <Notice tone="error">{t('phones.oneWayHint')}</Notice>}
    </>
  );
}

function Acts({ phone, onRemoved }: { phone: DeskPhone; onRemoved(): void }) {
  const { t } = useTranslation();
  const [wish, setWish] = useState(() => wishOf(phone));
  const [asks, setAsks] = useState(false);
  const saving = usePhoneAct(changePhone);
  const calling = usePhoneAct(callPhone);
  const thawing = usePhoneAct(thawPhone);
  const removing = usePhoneAct(removePhone, onRemoved);
  const faults = faultsOf(wish).filter((fault) => fault !== 'extension');
  return (
    <>
      <div className={page.buttons}>
        <Button disabled={!phone.registered || calling.isPending} onClick={() => calling.mutate(phone.extension)}>
          {t('phones.call')}
        </Button>
        {phone.frozen && (
          <Button disabled={thawing.isPending} onClick={() => thawing.mutate(phone.extension)}>
            {t('phones.thaw')}
          </Button>
        )}
      </div>
      {calling.isSuccess && <Notice tone="ok">{t('phones.rings')}</Notice>}
      <Failure error={calling.error ?? thawing.error} />
      <LinkForm phone={phone} />
      <form className={css.part} aria-label={t('phones.settings')} onSubmit={(event) => {
        event.preventDefault();
        if (faults.length === 0 && !saving.isPending) {
          saving.mutate(wish);
        }
      }}>
        <h3>{t('phones.settings')}</h3>
        <PhoneFields wish={wish} faults={faults} refusal={saving.error}
          onChange={(part) => setWish((before) => ({ ...before, ...part }))} />
        <label className={css.check}>
          <input type="checkbox" checked={wish.enabled}
            onChange={(event) => setWish((before) => ({ ...before, enabled: event.target.checked }))} />
          {t('phones.enabled')}
        </label>
        <Failure error={saving.error ?? removing.error} atFields />
        {saving.isSuccess && <Notice tone="ok">{t('phones.saved')}</Notice>}
        <div className={page.buttons}>
          <Button type="submit" tone="primary" disabled={faults.length > 0 || saving.isPending}>
            {t('phones.save')}
          </Button>
          <Button tone="danger" disabled={removing.isPending}
            onClick={() => (asks ? removing.mutate(phone.extension) : setAsks(true))}>
            {t(asks ? 'phones.removeSure' : 'phones.remove')}
          </Button>
        </div>
      </form>
    </>
  );
}
