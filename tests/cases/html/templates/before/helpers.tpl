{{/*
The old name.
*/}}
{{- define "old" -}}
{{- if .old -}}
it's {{ .old }}
{{- end -}}
{{- end -}}

{{- define "new" -}}
{{- if .new -}}
it's {{ .new }}
{{- else -}}
{{ print "old" }}
{{- end -}}
{{- end -}}
