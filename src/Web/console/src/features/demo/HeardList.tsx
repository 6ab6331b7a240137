import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { SectionHead } from '../../ui/SectionHead';
import { phrasesOf, type CallState, type Trace } from './callState';
import css from './HeardList.module.css';

const MS = 1000;

const seconds = (ms: number) => (ms / MS).toFixed(1).replace('.', ',');

/** What the robot said, found out from the sound itself; the last line may still change while it is spoken. */
export function HeardList({ call }: { call: CallState }) {
  const { t } = useTranslation();
  const scroll = useRef<HTMLDivElement>(null);
  const count = call.heard.length;
  useEffect(() => {
    scroll.current?.scrollTo({ top: scroll.current.scrollHeight });
  }, [count]);

  return (
    <section className={css.heard} aria-labelledby="heard">
      <SectionHead id="heard" title={t('demo.heard.title')} count={count} />
      <div ref={scroll} className={css.scroll} role="log" aria-labelledby="heard" tabIndex={0}>
        {count === 0
          ? <p className={css.empty}>{t(call.phase === 'idle' ? 'demo.heard.none' : `demo.heard.${call.phase}`)}</p>
          : (
            <ol>
              {phrasesOf(call.heard).map((phrase, index) => (
                <li key={index} className={css.line}>
                  <span className={css.at}>{seconds(phrase[0]?.atMs ?? 0)}</span>
                  <span className={css.text} lang={phrase[0]?.language}>
                    {phrase.map((each, at) => (
                      <span key={at} data-heard={each.id} title={each.id}>{each.text ?? each.id} </span>
                    ))}
                  </span>
                  <code className={css.id}>{phrase[0]?.id}</code>
                </li>
              ))}
            </ol>
          )}
      </div>
    </section>
  );
}

/** «Что сейчас внутри»: the wire, for who wants to know. */
export function TraceList({ traces }: { traces: readonly Trace[] }) {
  const { t } = useTranslation();
  return (
    <section className={css.traces} aria-labelledby="inside">
      <SectionHead id="inside" title={t('demo.trace.title')} />
      {traces.length === 0
        ? <p className={css.empty}>{t('demo.trace.none')}</p>
        : (
          <ol>
            {traces.map((each, index) => (
              <li key={index} className={css.line} data-trace={each.what}>
                <span className={css.at}>{seconds(each.atMs)}</span>
                <span className={css.text}>{t(`demo.trace.${each.what}`, each.values)}</span>
              </li>
            ))}
          </ol>
        )}
    </section>
  );
}
