{# What `keeps_its_rules` asks of each row by itself: for every rule its name, the columns it is about, those whose values
   show what is wrong, what it asks, and the condition under which a row breaks it. #}
{% macro row_conditions(relation, keys, required, accepted, rules, codes={}) -%}
    {% set conditions = [] %}
    {% for column in (keys | sum(start=[]) + required) | unique if modules.re.fullmatch('[A-Za-z_0-9]+', column) %}
        {% do conditions.append({
            'rule': 'required', 'columns': [column], 'shown': [], 'asks': 'a value',
            'broken_when': column ~ ' is null',
        }) %}
    {% endfor %}
    {% for column, values in accepted.items() %}
        {% set literals = [] %}
        {% for value in values %}
            {% do literals.append(quoted_text(value) if value is string else value | string) %}
        {% endfor %}
        {% do conditions.append({
            'rule': 'accepted', 'columns': [column], 'shown': [column], 'asks': 'one of ' ~ values | join(', '),
            'broken_when': column ~ ' not in (' ~ literals | join(', ') ~ ')',
        }) %}
    {% endfor %}
    {% for column, field in codes.items() %}
        {% do conditions.append({
            'rule': 'accepted', 'columns': [column], 'shown': [column], 'asks': 'a ' ~ field ~ ' of the vocabulary',
            'broken_when': column ~ ' not in (select code from ' ~ ref('vocabulary') ~ ' where field = ' ~ quoted_text(field) ~ ')',
        }) %}
    {% endfor %}
    {% for name, rule in rules.items() %}
        {% set columns = columns_in(rule, relation.columns) %}
        {% do conditions.append({
            'rule': name, 'columns': columns, 'shown': columns | reject('in', keys[0]) | list, 'asks': rule,
            'broken_when': '(' ~ rule ~ ') is not true',
        }) %}
    {% endfor %}
    {{ return(conditions) }}
{%- endmacro %}

{# The columns that a condition names, outside its texts. #}
{% macro columns_in(rule, columns) -%}
    {% set words = modules.re.findall('[A-Za-z_][A-Za-z_0-9]*', modules.re.sub("'[^']*'", '', rule)) %}
    {{ return(words | unique(case_sensitive=true) | select('in', columns) | list) }}
{%- endmacro %}

{# Keys as lists of columns; one of a single column may be written as that column. #}
{% macro as_keys(keys) -%}
    {% set lists = [] %}
    {% for key in keys %}
        {% do lists.append([key] if key is string else key) %}
    {% endfor %}
    {{ return(lists) }}
{%- endmacro %}
