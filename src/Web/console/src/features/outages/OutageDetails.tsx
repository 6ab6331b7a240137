import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateTime } from '../../format';
import { useKey } from '../../keys';
import { useShell } from '../../shell';
import { Button } from '../../ui/Button';
import { ChipRow } from '../../ui/ChipRow';
import { Pill } from '../../ui/Pill';
import { SectionHead } from '../../ui/SectionHead';
import { RecordingPlayer } from '../tickets/RecordingPlayer';
import { CloseDialog } from './CloseDialog';
import css from './OutageDetails.module.css';
import { mayDeclare, sampleUrl, type Outage, type OutageChange } from './outages';
import { servicesText, Term } from './OutageRow';
import { Spoken } from './Spoken';
import { TermDialog } from './TermDialog';

/** One outage: its term, what the robot says, the houses, the deadlines of the rules, who heard it. */
export function OutageDetails({ outage }: { outage: Outage }) {
  const { t } = useTranslation();
  const [window, setWindow] = useState<'term' | 'close' | null>(null);
  const { session } = useShell();
  const open = outage.closedAt === null && mayDeclare(session.role);
  useKey('Alt+KeyT', () => setWindow('term'), { enabled: open });
  useKey('Alt+KeyK', () => setWindow('close'), { enabled: open });
  return (
    <section className={css.pane} aria-label={t('outage.numbered', { number: outage.number })}>
      <div className={css.band}>
        <div>
          <h2 className={css.title}>{servicesText(outage, t)}</h2>
          <p>{t('outage.numbered', { number: outage.number })} · {t(`outages.causes.${outage.cause}`, {
            defaultValue: outage.cause,
          })}</p>
        </div>
        <div className={css.term}>
          <Pill tone="outage">{t(`outages.kinds.${outage.kind}`)}</Pill>
          <b className={css.until}><Term outage={outage} /></b>
        </div>
      </div>
      <div className={css.body}>
        {(open || outage.ticketId !== null) && (
          <div className={css.acts}>
            {open && <Button keys="Alt T" onClick={() => setWindow('term')}>{t('outages.moveTerm')}</Button>}
            {open && <Button keys="Alt K" onClick={() => setWindow('close')}>{t('outages.close')}</Button>}
            {outage.ticketId !== null && (
              <Link to="/tickets/$id" params={{ id: outage.ticketId }}>{t('outages.ticket')}</Link>
            )}
          </div>
        )}
        {outage.warnings?.includes('shortNotice') === true && (
          <p className={css.warning}>{t('outages.shortNotice')}</p>
        )}
        <dl className={css.counts}>
          <div><dt>{t('outages.heard')}</dt><dd data-heard>{outage.heard}</dd></div>
          <div><dt>{t('outages.wantCall')}</dt><dd data-want>{outage.wantCall}</dd></div>
          <div><dt>{t('outages.startsAt')}</dt><dd className={css.date}>{dateTime(outage.startsAt)}</dd></div>
          <div>
            <dt>{outage.closedAt === null ? t('outages.until') : t('outages.closed')}</dt>
            <dd className={css.date}>{moment(outage, t('outages.termUnknown'))}</dd>
          </div>
        </dl>
        <section aria-labelledby="outage-spoken">
          <SectionHead id="outage-spoken" title={t('outages.spoken')} />
          <Spoken spoken={outage.spoken} />
          <Sample outage={outage} />
        </section>
        {outage.deadlines.length > 0 && (
          <section aria-labelledby="outage-deadlines">
            <SectionHead id="outage-deadlines" title={t('outages.deadlines')} />
            <ul className={css.list}>
              {outage.deadlines.map((deadline) => (
                <li key={`${deadline.service} ${deadline.dueAt}`} className={css.deadline}>
                  <span>{t(`service.${deadline.service}`, { defaultValue: deadline.service })}</span>
                  <b>{dateTime(deadline.dueAt)}</b>
                  <span className={css.quiet}>{deadline.source}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        <section aria-labelledby="outage-houses">
          <SectionHead id="outage-houses" title={t('outages.houses')} count={outage.houses.length} />
          <ul className={css.houses}>
            {outage.houses.map((house) => <li key={house.id}>{house.address}</li>)}
          </ul>
        </section>
        <OutageLog changes={outage.changes ?? []} />
      </div>
      <TermDialog outage={outage} opened={window === 'term'} onClose={() => setWindow(null)} />
      <CloseDialog outage={outage} opened={window === 'close'} onClose={() => setWindow(null)} />
    </section>
  );
}

/** ▶ The very sound a caller hears, in each language the robot speaks. */
function Sample({ outage }: { outage: Outage }) {
  const { t } = useTranslation();
  const languages = Object.keys(outage.spoken);
  const [language, setLanguage] = useState(languages[0] ?? 'ru');
  const source = sampleUrl(outage.id, language, outage.spoken[language] ?? '');
  return (
    <div className={css.player}>
      {languages.length > 1 && (
        <ChipRow
          label={t('outages.sampleLanguage')}
          value={language}
          chips={languages.map((each) => ({ value: each, label: each.toUpperCase() }))}
          onPick={setLanguage}
        />
      )}
      <RecordingPlayer key={source} source={source} label={t('outages.sample')} />
    </div>
  );
}

function OutageLog({ changes }: { changes: readonly OutageChange[] }) {
  const { t } = useTranslation();
  if (changes.length === 0) {
    return null;
  }
  return (
    <section aria-labelledby="outage-log">
      <SectionHead id="outage-log" title={t('outages.changes')} count={changes.length} />
      <ol className={css.list}>
        {changes.map((change) => (
          <li key={`${change.at} ${change.what}`} className={css.change}>
            <time className={css.quiet} dateTime={change.at}>{dateTime(change.at)}</time>
            <span>
              {t(`outages.step.${change.what}`, { defaultValue: change.what })}
              {change.plannedUntil !== null && change.what !== 'closed'
                && ` · ${t('outage.until', { time: dateTime(change.plannedUntil) })}`}
              {change.reason !== null && ` · ${change.reason}`}
              <span className={css.quiet}> · {change.by}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function moment(outage: Outage, unknown: string): string {
  const at = outage.closedAt ?? outage.plannedUntil;
  return at === null ? unknown : dateTime(at);
}
