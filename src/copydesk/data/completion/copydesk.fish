{# What is offered for a value; of an option it is required. #}
{% macro offer(one, lead) -%}
{% if one is worded %}{{ lead }}-f -a {{ one | words | join(" ") | quote }}
{%- elif one | kind in ("targets", "issues") %}{{ lead }}-F -a {{ ("(__copydesk_names " ~ one | kind ~ ")") | quote }}
{%- elif one | kind == "files" %}{{ lead }}-F
{%- elif one | kind == "folders" %}{{ lead }}-f -a '(__fish_complete_directories)'
{%- elif lead %}-x{% endif %}
{%- endmacro %}
# Completes the commands of copydesk in fish. Made by `copydesk completion fish`; make it anew when
# copydesk changes.

# The command in the line, with its action, and how many words stand behind it before this one.
function __copydesk_line
    set -l words (commandline -opc)
    set -e words[1]
    set -l command ''
    set -l place 0
    set -l wants no
    for word in $words
        if test $wants = yes
            set wants no
            continue
        end
        switch $word
            case {{ valued | join(" ") }}
                set wants yes
            case '-*'
            case '*'
                if test -z "$command"; and contains -- $word {{ names | join(" ") }}
                    set command $word
                else if contains -- "$command $word" {{ commands | selectattr("group") | map(attribute="path") | map("quote") | join(" ") }}
                    set command "$command $word"
                else
                    set place (math $place + 1)
                end
        end
    end
    test -z "$command"; and set command -
    echo "$command|$place"
end

function __copydesk_is
    set -l line (string split '|' -- (__copydesk_line))
    contains -- $line[1] (string split '|' -- $argv[1]); or return 1
    test (count $argv) -lt 2; or test $line[2] -eq $argv[2]
end

# Whether the word that is typed stands behind so many others, or further on.
function __copydesk_from
    set -l line (string split '|' -- (__copydesk_line))
    contains -- $line[1] (string split '|' -- $argv[1]); and test $line[2] -ge $argv[2]
end

# Names of the desk.
function __copydesk_names
    set -l words (commandline -opc)
    set -l directory
    for index in (seq (count $words))
        if contains -- $words[$index] -C --directory; and test $index -lt (count $words)
            set directory -C (string replace -r '^~' $HOME -- $words[(math $index + 1)])
        end
    end
    set -l program (string replace -r '^~' $HOME -- $words[1])
    $program $directory completion $argv[1] 2>/dev/null
end

complete -c copydesk -f
{% for name, about in names.items() %}
complete -c copydesk -n '__copydesk_is - 0' -a {{ name }} -d {{ about | quote }}
{% endfor %}
{% for group, actions in groups.items() %}
{% for action, about in actions.items() %}
complete -c copydesk -n '__copydesk_is {{ group }} 0' -a {{ action }} -d {{ about | quote }}
{% endfor %}
{% endfor %}
{% for command in commands %}
{% set path = ("-|build" if command.path == "build" else command.path) | quote %}
{% for option in command.options %}
{% set flags = option.flags | map("as_fish") | join(" ") %}
{% set taken = " " ~ offer(option, "-r ") if option.value else "" %}
complete -c copydesk -n {{ ("__copydesk_is " ~ path) | quote }} {{ flags }}{{ taken }} -d {{ option.help | quote }}
{% endfor %}
{% for word in command.words %}
{% if offer(word, "") %}
{% set test = "from" if word.many else "is" %}
complete -c copydesk -n {{ ("__copydesk_" ~ test ~ " " ~ path ~ " " ~ loop.index0) | quote }} {{ offer(word, "") }}
{% endif %}
{% endfor %}
{% endfor %}
