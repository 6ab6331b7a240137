import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { timeOfDay } from '../../format';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import { FieldFault, isAtField } from '../../ui/FieldFault';
import { Notice } from '../../ui/Notice';
import page from '../../ui/Page.module.css';
import { makeLink, TRANSPORTS, type DeskPhone, type PhoneLink, type Transport } from './api';
import css from './Phones.module.css';
import { usePhoneAct } from './usePhones';

/** A new password and the files that bring it to the phone: shown once, fetched within the hour. */
export function LinkForm({ phone }: { phone: DeskPhone }) {
  const { t } = useTranslation();
  const id = useId();
  const [transport, setTransport] = useState<Transport>('udp');
  const [server, setServer] = useState('');
  const making = usePhoneAct((given: Transport) => makeLink(phone.extension, given, server.trim()));
  return (
    <form className={css.part} aria-label={t('phones.connect')} onChange={() => making.isError && making.reset()}
      onSubmit={(event) => {
        event.preventDefault();
        if (!making.isPending) {
          making.mutate(transport);
        }
      }}>
      <h3>{t('phones.connect')}</h3>
      <p className={page.note}>{t('phones.connectHint')}</p>
      <div className={page.fields}>
        <div>
          <label className={field.label} htmlFor={`${id}-server`}>{t('phones.server')}</label>
          <input id={`${id}-server`} className={field.input} value={server} placeholder={window.location.hostname}
            aria-invalid={isAtField(making.error, 'server')}
            onChange={(event) => setServer(event.currentTarget.value)} />
          <FieldFault error={making.error} name="server" />
        </div>
        <div>
          <label className={field.label} htmlFor={`${id}-transport`}>{t('phones.transport')}</label>
          <select id={`${id}-transport`} className={field.input} value={transport}
            onChange={(event) => setTransport(event.currentTarget.value as Transport)}>
            {TRANSPORTS.map((each) => <option key={each} value={each}>{each.toUpperCase()}</option>)}
          </select>
          <FieldFault error={making.error} name="transport" />
        </div>
      </div>
      <Failure error={making.error} atFields />
      <div className={page.buttons}>
        <Button type="submit" disabled={making.isPending}>{t('phones.newPassword')}</Button>
      </div>
      {making.data !== undefined && <LinkCard link={making.data} />}
    </form>
  );
}

function LinkCard({ link }: { link: PhoneLink }) {
  const { t } = useTranslation();
  return (
    <div className={css.card}>
      <Notice tone="plain">{t('phones.linkUntil', { time: timeOfDay(link.expiresAt) })}</Notice>
      <dl className={css.facts}>
        <div><dt>{t('phones.server')}</dt><dd><code>{link.server}</code> · {link.transport.toUpperCase()}</dd></div>
        <div><dt>{t('phones.userName')}</dt><dd><code>{link.extension}</code></dd></div>
        <div><dt>{t('phones.password')}</dt><dd><code data-testid="password">{link.password}</code></dd></div>
        <div><dt>{t('phones.base')}</dt><dd><code>{link.base}</code></dd></div>
      </dl>
      <div className={css.files}>
        <ul>
          {link.files.map((file) => (
            <li key={file.make}>
              <a href={file.url} download={file.make === 'microsip' ? 'MicroSIP.ini' : file.name}>
                {t(`phones.make.${file.make}`)}
              </a>
              <span className={page.quiet}> {file.name}</span>
            </li>
          ))}
        </ul>
        <figure>
          <svg viewBox={`0 0 ${link.qr.size} ${link.qr.size}`} role="img" aria-label={t('phones.qr')}
            shapeRendering="crispEdges">
            <rect width={link.qr.size} height={link.qr.size} fill="white" />
            <path d={link.qr.path} fill="black" />
          </svg>
          <figcaption>{t('phones.qr')}</figcaption>
        </figure>
      </div>
    </div>
  );
}
