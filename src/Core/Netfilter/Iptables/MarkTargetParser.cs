using NetPath.Core.Netfilter.Targets;

namespace NetPath.Core.Netfilter.Iptables;

/// <summary>Reads MARK and CONNMARK in all their forms (libxt_MARK.c, libxt_CONNMARK.c).</summary>
internal static class MarkTargetParser
{
    public static Target ParseMark(string kind, OptionReader options)
    {
        options.ExpectAny();
        (uint value, uint mask) = options.MaskedNumber();
        return options.Name switch
        {
            "--set-xmark" => new MarkTarget(mask, value),
            "--set-mark" => new MarkTarget(mask | value, value),
            "--and-mark" => new MarkTarget(~value, 0),
            "--or-mark" => new MarkTarget(value, value),
            "--xor-mark" => new MarkTarget(0, value),
            _ => throw options.NotUnderstood(),
        };
    }

    public static Target ParseConnectionMark(string kind, OptionReader options)
    {
        options.ExpectAny();
        return options.Name switch
        {
            "--set-xmark" => Set(options, (value, mask) => (mask, value)),
            "--set-mark" => Set(options, (value, mask) => (mask | value, value)),
            "--and-mark" => Set(options, (value, _) => (~value, 0)),
            "--or-mark" => Set(options, (value, _) => (value, value)),
            "--xor-mark" => Set(options, (value, _) => (0, value)),
            "--save-mark" => Copy(options, ConnectionMarkOperation.Save),
            "--restore-mark" => Copy(options, ConnectionMarkOperation.Restore),
            _ => throw options.NotUnderstood(),
        };
    }

    private static ConnectionMarkTarget Set(OptionReader options, Func<uint, uint, (uint Clear, uint Xor)> bits)
    {
        (uint value, uint mask) = options.MaskedNumber();
        (uint clear, uint xor) = bits(value, mask);
        return new ConnectionMarkTarget(ConnectionMarkOperation.Set, clear, xor);
    }

    private static ConnectionMarkTarget Copy(OptionReader options, ConnectionMarkOperation operation)
    {
        uint connectionMask = uint.MaxValue;
        uint packetMask = uint.MaxValue;
        while (options.Next())
        {
            uint mask = options.MaskedNumber().Value;
            connectionMask = options.Name is "--ctmask" or "--mask" ? mask : connectionMask;
            packetMask = options.Name switch
            {
                "--nfmask" or "--mask" => mask,
                "--ctmask" => packetMask,
                _ => throw options.NotUnderstood(),
            };
        }

        return new ConnectionMarkTarget(operation, connectionMask, packetMask);
    }
}
