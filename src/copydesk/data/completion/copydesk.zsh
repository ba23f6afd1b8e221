{# What brings the words for a value. #}
{% macro offer(one) -%}
{% if one is worded %}({{ one | words | join(" ") }})
{%- elif one | kind in ("targets", "issues") %}{{ "{" }}_copydesk_names {{ one | kind }}}
{%- elif one | kind == "files" %}_files
{%- elif one | kind == "folders" %}_files -/
{%- else %}_nothing{% endif %}
{%- endmacro %}
#compdef copydesk
# Completes the commands of copydesk in zsh. Made by `copydesk completion zsh`; make it anew when
# copydesk changes.

# Names of the desk, and files.
_copydesk_names() {
  local -a found directory
  [[ -n ${opt_args[-C]:-${opt_args[--directory]}} ]] &&
    directory=(-C ${(Q)~${opt_args[-C]:-${opt_args[--directory]}}})
  found=(${(f)"$(${(Q)~copydesk_program} $directory completion $1 2>/dev/null)"})
  _alternative "names:name of the desk:compadd -a found" "files:file:_files"
}

{% for command in commands %}
_copydesk_{{ command.path | replace(" ", "_") }}() {
  _arguments -S : \
{% for option in command.options %}
{# One of its names leaves out the others, unless it may be given again. #}
{% set others = "*" if option.many == "..." else "(" ~ option.flags | join(" ") ~ ")" if option.flags | length > 1 else "" %}
{% for flag in option.flags %}
{% set taken = ("=" if flag.startswith("--") else "") if option.value else "" %}
{% set value = ":" ~ option.value | escaped ~ ":" ~ offer(option) if option.value else "" %}
    {{ (others ~ flag ~ taken ~ "[" ~ option.help | escaped ~ "]" ~ value) | quote }} \
{% endfor %}
{% endfor %}
{% for word in command.words %}
{% set lead = "*:" if word.many else loop.index ~ (":" if word.required else "::") %}
    {{ (lead ~ word.value | escaped ~ ":" ~ offer(word)) | quote }} \
{% endfor %}
    && return 0
}

{% endfor %}
_copydesk() {
  local copydesk_program=$words[1] command= word=
  local -i index=2
  local -a commands actions
  commands=(
{% for name, about in names.items() %}
    {{ (name ~ ":" ~ about) | quote }}
{% endfor %}
  )
  # The command is the first word that is neither an option nor the value of one.
  while (( index < CURRENT )); do
    word=$words[index]
    case $word in
      {{ valued | join(" | ") }}) (( index += 2 )); continue ;;
      -*) (( index++ )); continue ;;
    esac
    (( ${commands[(I)$word:*]} )) && command=$word
    break
  done
  case $command in
{% for group, actions in groups.items() %}
  {{ group }})
    actions=(
{% for action, about in actions.items() %}
      {{ (action ~ ":" ~ about) | quote }}
{% endfor %}
    )
    local -i at=$(( index + 1 ))
    while (( at < CURRENT )) && [[ $words[at] == -* ]]; do (( at++ )); done
    if (( at == CURRENT )); then
      _describe -t actions action actions
      return
    fi
    word=$words[at]
    (( ${actions[(I)$word:*]} )) || return 1
    words[at]=()
    words[index]=()
    (( CURRENT -= 2 ))
    _copydesk_{{ group }}_$word
    ;;
{% endfor %}
  '')
    if (( index == CURRENT )) && [[ $words[CURRENT] != -* ]]; then
      _describe -t commands command commands
    fi
    _copydesk_build
    ;;
  *)
    words[index]=()
    (( CURRENT-- ))
    _copydesk_$command
    ;;
  esac
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _copydesk "$@"
else
  compdef _copydesk copydesk
fi
