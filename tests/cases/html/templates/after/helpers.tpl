{{- define "new" -}}
{{- if .new -}}
it's {{ .new }}
{{- end -}}
{{- end -}}
