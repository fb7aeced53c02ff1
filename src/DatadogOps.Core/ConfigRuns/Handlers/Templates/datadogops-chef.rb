# Handlers for Chef Infra Client: copy or link this file into /etc/chef/client.d. Writes the report of each run, successful or not,
# and sends it to Datadog in the background.
require "chef/handler"
require "chef/handler/json_file"

datadogops_reports = {{report|ruby}}
datadogops_send = {{folder|ruby}} + "/datadogops-send-report"

datadogops_handler = Class.new(Chef::Handler) do
  define_method(:report) do
    files = Dir.glob(File.join(datadogops_reports, "chef-run-report-*.json")).sort
    # Reports contain what resources contain, secrets included: only the last fifty are kept.
    File.delete(*files[0...-50]) if files.length > 50
    next if files.empty?

    child = Process.spawn(datadogops_send, files.last, in: File::NULL, out: File::NULL, err: File::NULL, pgroup: true)
    Process.detach(child)
  rescue SystemCallError => e
    Chef::Log.warn("DatadogOps: could not send the report: #{e.message}")
  end
end

[report_handlers, exception_handlers].each do |handlers|
  handlers << Chef::Handler::JsonFile.new(path: datadogops_reports)
  handlers << datadogops_handler.new
end
