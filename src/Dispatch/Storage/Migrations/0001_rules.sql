-- Why: how long anything may take is the law's or the organisation's to say, not the code's. Each number carries the
-- dates it holds for and where it comes from; three of them changed in two years.
create schema dispatch;
grant usage on schema dispatch to zhkh_system, zhkh_web;

-- What this module must know of an organisation: whose law, whose wall clock. Copied here by the host.
create table dispatch.profiles (
    organisation text primary key,
    jurisdiction text not null check (jurisdiction in ('RU', 'UA')),
    time_zone    text not null
);

create table dispatch.rules (
    jurisdiction text not null check (jurisdiction in ('RU', 'UA')),
    code         text not null,
    value        int not null,
    unit         text not null check (unit in ('seconds', 'times')),
    valid_from   date not null,
    valid_to     date check (valid_to > valid_from),
    source       text not null,
    primary key (jurisdiction, code, valid_from)
);

create table dispatch.sla_rules (
    jurisdiction text not null check (jurisdiction in ('RU', 'UA')),
    category     text not null,          -- '*' = every ticket
    clock        text not null,
    seconds      int not null check (seconds > 0),
    day_from     time,                   -- counted only between these hours of the organisation's day
    day_to       time check (day_to > day_from),
    valid_from   date not null,
    valid_to     date check (valid_to > valid_from),
    clause       text not null,
    source       text not null,
    primary key (jurisdiction, category, clock, valid_from),
    check ((day_from is null) = (day_to is null))
);

-- Words of a complaint by language: every stem of a row must begin some word of the text.
create table dispatch.classifier_stems (
    language text not null check (language in ('ru', 'uk')),
    stems    text[] not null check (cardinality(stems) between 1 and 4),
    category text not null,
    priority text not null check (priority in ('normal', 'urgent', 'critical')),
    weight   int not null check (weight > 0),
    primary key (language, stems, category)
);

grant select on dispatch.rules, dispatch.sla_rules, dispatch.classifier_stems to zhkh_system, zhkh_web;
select web.guard_by_organisation('dispatch.profiles');
grant select, insert, update on dispatch.profiles to zhkh_system;
grant select on dispatch.profiles to zhkh_web;

insert into dispatch.rules (jurisdiction, code, value, unit, valid_from, source)
select j.code, r.code, r.value, r.unit, date '2019-03-01', case when j.code = 'RU' then r.source else j.source end
from (values ('RU', ''), ('UA', 'own regulation (внутрішній норматив); the law names no minutes')) as j(code, source),
(values
    ('callback.own', 300, 'seconds', 'own regulation: half of what RU 416 p.13 allows'),
    ('callback.legal', 600, 'seconds', 'RU 416 p.13: contact by phone within 10 minutes after the call arrived'),
    ('callback.retry', 120, 'seconds', 'own regulation: next try after a try that reached nobody'),
    ('callback.lease', 180, 'seconds', 'own regulation: a try nobody reports on is given back after this'),
    ('callback.alarmBefore', 60, 'seconds', 'own regulation: sound for every free dispatcher'),
    ('callback.talk', 5, 'seconds', 'own regulation: two-way talk that counts as reached'),
    ('callback.talkLongest', 14400, 'seconds', 'own regulation: a talk whose end nobody reports is given up'),
    ('callback.triesBeforeSupervisor', 3, 'times', 'own regulation: then the supervisor sees it')
) as r(code, value, unit, source);

insert into dispatch.sla_rules (jurisdiction, category, clock, seconds, day_from, day_to, valid_from, clause, source)
select j.code, r.category, r.clock, r.seconds, r.day_from::time, r.day_to::time, date '2019-03-01',
    case when j.code = 'RU' then r.clause else '' end,
    case when j.code = 'RU' then r.source else j.source end
from (values ('RU', ''), ('UA', 'own regulation (внутрішній норматив); the law names no minutes')) as j(code, source),
(values
    ('*', 'informPlannedTerm', 1800, null, null, 'п. 13', 'RU 416 (clause number unverified): planned term told'),
    ('sewerBlockage', 'clearSewer', 7200, null, null, 'п. 13', 'RU 416 p.13'),
    ('chuteBlockage', 'clearChute', 7200, '08:00', '23:00', 'п. 13', 'RU 416 p.13, counted from 08:00 to 23:00'),
    ('waterLeak', 'localise', 1800, null, null, 'п. 13', 'RU 416 p.13'),
    ('waterLeak', 'eliminate', 259200, null, null, 'п. 13', 'RU 416 p.13: 3 days'),
    ('coldWater', 'localise', 1800, null, null, 'п. 13', 'RU 416 p.13'),
    ('coldWater', 'eliminate', 259200, null, null, 'п. 13', 'RU 416 p.13: 3 days'),
    ('hotWater', 'localise', 1800, null, null, 'п. 13', 'RU 416 p.13'),
    ('hotWater', 'eliminate', 259200, null, null, 'п. 13', 'RU 416 p.13: 3 days'),
    ('heating', 'localise', 1800, null, null, 'п. 13', 'RU 416 p.13'),
    ('heating', 'eliminate', 259200, null, null, 'п. 13', 'RU 416 p.13: 3 days'),
    ('electricity', 'localise', 1800, null, null, 'п. 13', 'RU 416 p.13'),
    ('electricity', 'eliminate', 259200, null, null, 'п. 13', 'RU 416 p.13: 3 days')
) as r(category, clock, seconds, day_from, day_to, clause, source);

insert into dispatch.classifier_stems (language, stems, category, priority, weight) values
    ('ru', '{газ,пахн}', 'gas', 'critical', 9), ('ru', '{запах,газ}', 'gas', 'critical', 9),
    ('ru', '{утечк,газ}', 'gas', 'critical', 9), ('ru', '{газ}', 'gas', 'urgent', 4),
    ('ru', '{пожар}', 'fire', 'critical', 9), ('ru', '{дым}', 'fire', 'critical', 6),
    ('ru', '{застрял,лифт}', 'lift', 'critical', 9), ('ru', '{лифт}', 'lift', 'urgent', 5),
    ('ru', '{течёт}', 'waterLeak', 'urgent', 5), ('ru', '{течет}', 'waterLeak', 'urgent', 5),
    ('ru', '{теч,потол}', 'waterLeak', 'urgent', 7), ('ru', '{течь}', 'waterLeak', 'urgent', 5),
    ('ru', '{кап}', 'waterLeak', 'urgent', 4), ('ru', '{протеч}', 'waterLeak', 'urgent', 5),
    ('ru', '{протек}', 'waterLeak', 'urgent', 5), ('ru', '{залив}', 'waterLeak', 'urgent', 6),
    ('ru', '{затоп}', 'waterLeak', 'urgent', 6), ('ru', '{прорв}', 'waterLeak', 'critical', 7),
    ('ru', '{труб,лоп}', 'waterLeak', 'critical', 7),
    ('ru', '{нет,горяч}', 'hotWater', 'normal', 7), ('ru', '{горяч,вод}', 'hotWater', 'normal', 5),
    ('ru', '{гвс}', 'hotWater', 'normal', 6), ('ru', '{нет,вод}', 'coldWater', 'normal', 4),
    ('ru', '{холодн,вод}', 'coldWater', 'normal', 5), ('ru', '{хвс}', 'coldWater', 'normal', 6),
    ('ru', '{засор}', 'sewerBlockage', 'urgent', 6), ('ru', '{канализац}', 'sewerBlockage', 'urgent', 6),
    ('ru', '{унитаз}', 'sewerBlockage', 'urgent', 3),
    ('ru', '{мусоропровод}', 'chuteBlockage', 'normal', 8),
    ('ru', '{холодн,батаре}', 'heating', 'normal', 7), ('ru', '{батаре}', 'heating', 'normal', 5),
    ('ru', '{отоплен}', 'heating', 'normal', 6), ('ru', '{холодно}', 'heating', 'normal', 3),
    ('ru', '{нет,свет}', 'electricity', 'urgent', 7), ('ru', '{нет,электричеств}', 'electricity', 'urgent', 7),
    ('ru', '{искр}', 'electricity', 'critical', 7), ('ru', '{провод}', 'electricity', 'urgent', 3),
    ('ru', '{крыш}', 'roof', 'normal', 5), ('ru', '{домофон}', 'intercom', 'normal', 7),
    ('ru', '{убор}', 'cleaning', 'normal', 5), ('ru', '{мусор}', 'cleaning', 'normal', 3),
    ('uk', '{газ,пахн}', 'gas', 'critical', 9), ('uk', '{запах,газ}', 'gas', 'critical', 9),
    ('uk', '{газ}', 'gas', 'urgent', 4), ('uk', '{пожеж}', 'fire', 'critical', 9),
    ('uk', '{дим}', 'fire', 'critical', 6), ('uk', '{застряг,ліфт}', 'lift', 'critical', 9),
    ('uk', '{ліфт}', 'lift', 'urgent', 5), ('uk', '{тече}', 'waterLeak', 'urgent', 5),
    ('uk', '{крап}', 'waterLeak', 'urgent', 4), ('uk', '{протік}', 'waterLeak', 'urgent', 5),
    ('uk', '{затоп}', 'waterLeak', 'urgent', 6), ('uk', '{зали}', 'waterLeak', 'urgent', 6),
    ('uk', '{прорв}', 'waterLeak', 'critical', 7), ('uk', '{нема,гаряч}', 'hotWater', 'normal', 7),
    ('uk', '{гаряч,вод}', 'hotWater', 'normal', 5), ('uk', '{нема,вод}', 'coldWater', 'normal', 4),
    ('uk', '{холодн,вод}', 'coldWater', 'normal', 5), ('uk', '{засм}', 'sewerBlockage', 'urgent', 5),
    ('uk', '{забил}', 'sewerBlockage', 'urgent', 5), ('uk', '{каналізац}', 'sewerBlockage', 'urgent', 6),
    ('uk', '{сміттєпровід}', 'chuteBlockage', 'normal', 8), ('uk', '{батаре}', 'heating', 'normal', 5),
    ('uk', '{опален}', 'heating', 'normal', 6), ('uk', '{нема,світл}', 'electricity', 'urgent', 7),
    ('uk', '{іскр}', 'electricity', 'critical', 7), ('uk', '{дах}', 'roof', 'normal', 5),
    ('uk', '{домофон}', 'intercom', 'normal', 7), ('uk', '{прибира}', 'cleaning', 'normal', 5);
