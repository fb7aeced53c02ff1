# Handlers of Chef Infra Client: a copy of this, or a link to it, in /etc/chef/client.d. Writes the report of each run, good or bad,
# and has it sent to Datadog without keeping Chef waiting.
require "chef/handler"
require "chef/handler/json_file"

datadogops_reports = {{report|ruby}}
datadogops_send = {{folder|ruby}} + "/datadogops-send-report"

datadogops_handler = Class.new(Chef::Handler) do
  define_method(:report) do
    files = Dir.glob(File.join(datadogops_reports, "chef-run-report-*.json")).sort
    # Reports hold what resources hold, secrets too: the last fifty are kept.
    File.delete(*files[0...-50]) if files.length > 50
    next if files.empty?

    child = Process.spawn(datadogops_send, files.last, in: File::NULL, out: File::NULL, err: File::NULL, pgroup: true)
    Process.detach(child)
  rescue SystemCallError => e
    Chef::Log.warn("DatadogOps: the report was not sent: #{e.message}")
  end
end

[report_handlers, exception_handlers].each do |handlers|
  handlers << Chef::Handler::JsonFile.new(path: datadogops_reports)
  handlers << datadogops_handler.new
end
