using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NetPath.KubernetesTests.Server;

/// <summary>The part of the server that plays the nodes: it makes pods run, and runs commands in them.</summary>
internal sealed class NodeShells(ObjectStore store)
{
    /// <summary>Which protocols exec takes, the best first.</summary>
    public string[] Protocols { get; set; } = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

    /// <summary>Turns the command that a client asks for into the one that is run here.</summary>
    public Func<ObjectPath, string[], string[]> Translate { get; set; } = (_, command) => command;

    /// <summary>What was asked to run, as pod: command.</summary>
    public ConcurrentQueue<string> Commands { get; } = new();

    /// <summary>The protocols that were agreed on.</summary>
    public ConcurrentQueue<string> Agreed { get; } = new();

    /// <summary>The status of a pod that was made.</summary>
    public string StatusOfNewPods { get; set; } = """{"phase":"Running"}""";

    /// <summary>After how many bytes of output the connection dies; null for never.</summary>
    public int? DiesAfter { get; set; }

    /// <summary>How many commands ran at once at most.</summary>
    public int MostAtOnce { get; private set; }

    private int _running;

    public async Task ExecAsync(HttpContext context, ObjectPath target)
    {
        if (store.Find("pods", target.Namespace, target.Name!) is null)
        {
            await Answers.StatusAsync(context, 404, "NotFound", $"pods \"{target.Name}\" not found");
            return;
        }

        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Answers.StatusAsync(context, 400, "BadRequest", "Upgrade request required");
            return;
        }

        string? protocol = Protocols.FirstOrDefault(context.WebSockets.WebSocketRequestedProtocols.Contains);
        if (protocol is null)
        {
            await Answers.StatusAsync(context, 403, "Forbidden", $"unable to upgrade: unable to negotiate protocol: client supports {string.Join(", ", context.WebSockets.WebSocketRequestedProtocols)}, server accepts {string.Join(", ", Protocols)}");
            return;
        }

        string[] command = [.. context.Request.Query["command"].OfType<string>()];
        Commands.Enqueue($"{target.Name}: {string.Join(' ', command)}");
        Agreed.Enqueue(protocol);
        int running = Interlocked.Increment(ref _running);
        MostAtOnce = Math.Max(MostAtOnce, running);
        try
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(protocol);
            using ExecSession session = new(socket, protocol, Translate(target, command)) { DiesAfter = DiesAfter };
            await session.RunAsync(context.RequestAborted);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    public async Task CreatePodAsync(HttpContext context, ObjectPath target)
    {
        JsonNode pod = await MakePodAsync(context, target.Namespace!);
        await Answers.JsonAsync(context, store.Alone("pods", pod).ToJsonString(), 201);
    }

    /// <summary>Makes the pod that a request asks for, without an answer.</summary>
    public async Task<JsonNode> MakePodAsync(HttpContext context, string space)
    {
        JsonNode pod = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
        JsonObject metadata = pod["metadata"]!.AsObject();
        metadata["namespace"] = space;
        metadata["name"] ??= $"{(string?)metadata["generateName"]}x{store.Items("pods").Count}";
        metadata["uid"] = Guid.NewGuid().ToString();
        pod["status"] = JsonNode.Parse(StatusOfNewPods);
        store.Items("pods").Add(pod);
        return pod;
    }
}
