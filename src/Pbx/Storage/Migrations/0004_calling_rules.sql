-- Why: the first rules. [V] verified, [M] from memory, [D] our own (DOMAIN §3.1–3.3); the screen shows the source.
insert into pbx.calling_rules (jurisdiction, kind, valid_from, weekday_from, weekday_to, weekend_from, weekend_to,
    per_day, per_week, per_month, busy_retry, no_answer_retry, machine_retry, tries_max, source) values
    ('RU', 'debt', '2019-01-01', '08:00', '22:00', '09:00', '20:00', 1, 2, 8, 900, 10800, null, 3,
     '230-ФЗ ст. 7 [V]; for housing debts taken over voluntarily [D]'),
    ('UA', 'debt', '2019-01-01', '09:00', '20:00', null, null, 1, 2, null, 900, 10800, null, 3,
     'own regulation after Закон 1349-IX [D]: weekdays only, one a day, two a week'),
    ('RU', 'serviceNotice', '2019-01-01', '08:00', '21:00', '08:00', '21:00', null, null, null, 600, 900, 900, 3,
     'own regulation [D]: one per event, two more tries within 30 minutes'),
    ('UA', 'serviceNotice', '2019-01-01', '08:00', '21:00', '08:00', '21:00', null, null, null, 600, 900, 900, 3,
     'own regulation [D]: one per event, two more tries within 30 minutes'),
    ('RU', 'qualityPoll', '2019-01-01', '10:00', '20:00', '10:00', '20:00', null, null, null, 900, 10800, 10800, 2,
     'own regulation [D]: one and one more try'),
    ('UA', 'qualityPoll', '2019-01-01', '10:00', '20:00', '10:00', '20:00', null, null, null, 900, 10800, 10800, 2,
     'own regulation [D]: one and one more try'),
    ('RU', 'crewOrder', '2019-01-01', '00:00', '00:00', '00:00', '00:00', null, null, null, 60, 60, 60, 3,
     'own regulation [D]: a crew on shift is called at any hour'),
    ('UA', 'crewOrder', '2019-01-01', '00:00', '00:00', '00:00', '00:00', null, null, null, 60, 60, 60, 3,
     'own regulation [D]: a crew on shift is called at any hour');

insert into pbx.holidays (jurisdiction, day, name, source)
select 'RU', make_date(y, h.month, h.day), h.name, 'ТК РФ ст. 112 [M]; moved days are added by decree each year'
from generate_series(2025, 2035) y,
(values (1, 1, 'Новогодние каникулы'), (1, 2, 'Новогодние каникулы'), (1, 3, 'Новогодние каникулы'),
    (1, 4, 'Новогодние каникулы'), (1, 5, 'Новогодние каникулы'), (1, 6, 'Новогодние каникулы'),
    (1, 7, 'Рождество Христово'), (1, 8, 'Новогодние каникулы'), (2, 23, 'День защитника Отечества'),
    (3, 8, 'Международный женский день'), (5, 1, 'Праздник Весны и Труда'), (5, 9, 'День Победы'),
    (6, 12, 'День России'), (11, 4, 'День народного единства')) as h(month, day, name);

insert into pbx.holidays (jurisdiction, day, name, source)
select 'UA', make_date(y, h.month, h.day), h.name, 'КЗпП ст. 73 [M]; kept free of calls under martial law, too [D]'
from generate_series(2025, 2035) y,
(values (1, 1, 'Новий рік'), (3, 8, 'Міжнародний жіночий день'), (5, 1, 'День праці'),
    (5, 8, 'День пам’яті та перемоги'), (6, 28, 'День Конституції України'),
    (7, 15, 'День Української Державності'), (8, 24, 'День незалежності України'),
    (10, 1, 'День захисників і захисниць України'), (12, 25, 'Різдво Христове')) as h(month, day, name);

insert into pbx.holidays (jurisdiction, day, name, source)
select 'UA', d.day::date, d.name, 'КЗпП ст. 73; dates of the Orthodox paschalion [M]'
from (values ('2025-04-20', 'Великдень'), ('2025-06-08', 'Трійця'), ('2026-04-12', 'Великдень'),
    ('2026-05-31', 'Трійця'), ('2027-05-02', 'Великдень'), ('2027-06-20', 'Трійця'), ('2028-04-16', 'Великдень'),
    ('2028-06-04', 'Трійця')) as d(day, name);
