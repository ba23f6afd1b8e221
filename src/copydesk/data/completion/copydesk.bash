{# What brings the words for a value; files come by themselves. #}
{% macro offer(one) -%}
{% if one is worded %}_copydesk_words {{ one | words | join(" ") | quote }}
{%- elif one | kind in ("targets", "issues") %}_copydesk_names {{ one | kind }}
{%- elif not one | kind %}_copydesk_nothing{% endif %}
{%- endmacro %}
# Completes the commands of copydesk in bash. Made by `copydesk completion bash`; make it anew
# when copydesk changes.

_copydesk_words() {
  COMPREPLY=($(compgen -W "$1" -- "$cur"))
}

# Names of the desk; where none fits, bash goes on with files.
_copydesk_names() {
  _copydesk_words "$("$program" "${directory[@]}" completion "$1" 2>/dev/null)"
}

_copydesk_nothing() {
  COMPREPLY=()
  type compopt >/dev/null 2>&1 && compopt +o default +o bashdefault
}

_copydesk() {
  local cur=${COMP_WORDS[COMP_CWORD]} program=${COMP_WORDS[0]/#\~/$HOME}
  local command= word= wants= place=0 index=1 ended=
  local -a directory=()
  COMPREPLY=()
  [ "$cur" = = ] && cur=
  while [ "$index" -lt "$COMP_CWORD" ]; do
    word=${COMP_WORDS[index]}
    index=$((index + 1))
    if [ "$word" = = ]; then
      continue
    elif [ "$wants" ]; then
      [ "$wants" = -C ] && directory=(-C "${word/#\~/$HOME}")
      wants=
    elif [ "$word" = -- ]; then
      ended=1
    elif [ "$ended" = "" ] && [ "${word#-}" != "$word" ]; then
      case "$command $word" in
{# Which options of which command want a value. #}
      *' -C' | *' --directory') wants=-C ;;
{% for command in commands %}
{% for path in command | paths %}
{% for option in command.options if option.value and "-C" not in option.flags %}
      {{ option.flags | map("join_path", path, " ") | map("quote") | join(" | ") }}) wants=$word ;;
{% endfor %}
{% endfor %}
{% endfor %}
      esac
    else
      case "$command|$word" in
      {{ names | map("join_path", "", "|") | map("quote") | join(" | ") }}) command=$word ;;
{% for command in commands if command.group %}
      {{ command.path | replace(" ", "|") | quote }}) command="$command $word" ;;
{% endfor %}
      *) place=$((place + 1)) ;;
      esac
    fi
  done
  case "$command" in
{% for command in commands %}
  {{ command | paths | map("quote") | join(" | ") }})
    case "$wants" in
    -C) ;;
{% for option in command.options if option.value and "-C" not in option.flags %}
    {{ option.flags | join(" | ") }}) {{ offer(option) }} ;;
{% endfor %}
    *)
      if [ "$ended" = "" ] && [ "${cur#-}" != "$cur" ]; then
        _copydesk_words {{ command.options | map(attribute="flags") | sum(start=()) | join(" ") | quote }}
      else
        case "$place" in
{% for word in command.words %}
        {{ "*" if word.many else loop.index0 }}) {{ offer(word) }} ;;
{% endfor %}
{% if not (command.words and command.words[-1].many) %}
        *) _copydesk_nothing ;;
{% endif %}
        esac
      fi
      ;;
    esac
{% if command.path == "build" %}
    [ "$command$wants$place$ended" = 0 ] && COMPREPLY+=($(compgen -W {{ names | join(" ") | quote }} -- "$cur"))
{% endif %}
    ;;
{% endfor %}
{% for group, actions in groups.items() %}
  {{ group }}) _copydesk_words {{ actions | join(" ") | quote }} ;;
{% endfor %}
  esac
}

complete -o default -o bashdefault -F _copydesk copydesk
